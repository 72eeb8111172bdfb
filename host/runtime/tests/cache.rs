//! Compiled code is kept, and nothing is run from a file that is not as it was written.

mod guest;

use std::fs;
use std::path::PathBuf;

use guest::{Answer, Guest};
use riskwright_core::methodology::{Batch, Column};
use riskwright_runtime::{Kind, Runtime, RuntimeOptions};

fn runtime(cache: &std::path::Path) -> Runtime {
    Runtime::new(RuntimeOptions { cache: Some(cache.to_owned()), ..RuntimeOptions::default() })
        .expect("a runtime")
}

fn score(runtime: &Runtime, package: &[u8]) -> f64 {
    let column = || Column::Ordinal(vec![Some(1)].into());
    let batch = Batch::of_columns(1, vec![column(), column()]).expect("alike");
    let plugin = runtime.load(package).expect("it loads");
    let methodology = plugin.methodology(&serde_json::json!({}), "en").expect("it describes");
    methodology.try_assess(&batch).expect("it answers").scores[0]
}

fn kept(cache: &std::path::Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(cache).expect("a folder").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    files
}

/// A cache with the code of one package in it, which scores 7.
struct Kept {
    folder: tempfile::TempDir,
    cache: PathBuf,
    package: Vec<u8>,
    runtime: Runtime,
    file: PathBuf,
}

impl Kept {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = folder.path().join("cache");
        let package = Guest::answering(Answer::of(&[7.0], &[1])).package();
        let runtime = runtime(&cache);
        assert_eq!(score(&runtime, &package), 7.0);
        let [file] = &kept(&cache)[..] else { panic!("one file") };
        Self { file: file.clone(), folder, cache, package, runtime }
    }

    fn code(&self) -> Vec<u8> {
        fs::read(&self.file).expect("it is there")
    }

    /// It scores as before, whatever lies in the file.
    fn scores(&self, when: &str) {
        assert_eq!(score(&self.runtime, &self.package), 7.0, "{when}");
    }
}

#[test]
fn altered_code_is_built_anew() {
    let it = Kept::new();
    let good = it.code();
    // it is used: what takes its place is not looked at again
    it.scores("once more");
    assert_eq!(it.code(), good);
    for at in (0..good.len()).step_by(good.len() / 40 + 1) {
        let mut bad = good.clone();
        bad[at] ^= 1 << (at % 8);
        fs::write(&it.file, &bad).expect("it is written");
        it.scores(&format!("byte {at}"));
        assert_eq!(it.code(), good, "byte {at}: built anew");
    }
    for length in [0, 10, 51, 52, good.len() - 1] {
        fs::write(&it.file, &good[..length]).expect("it is written");
        it.scores(&format!("{length} bytes"));
    }
    assert_eq!(kept(&it.cache).len(), 1, "nothing is left over");
}

#[test]
fn the_code_of_one_package_is_not_that_of_another() {
    let folder = tempfile::tempdir().expect("a folder");
    let cache = folder.path().join("cache");
    let runtime = runtime(&cache);
    let (one, other) = (Answer::of(&[1.0], &[0]), Answer::of(&[2.0], &[0]));
    let (one, other) = (Guest::answering(one).package(), Guest::answering(other).package());
    assert_eq!(score(&runtime, &one), 1.0);
    let first = kept(&cache).remove(0);
    assert_eq!(score(&runtime, &other), 2.0);
    let second = kept(&cache).into_iter().find(|file| *file != first).expect("two files");
    fs::copy(&first, &second).expect("it is copied");
    assert_eq!(score(&runtime, &other), 2.0);
}

#[test]
fn the_code_of_another_version_is_not_run() {
    let it = Kept::new();
    let good = it.code();
    // the head of another version, and a whole file of an engine with other settings
    let mut foreign = good.clone();
    foreign[16] = b'2';
    fs::write(&it.file, &foreign).expect("it is written");
    it.scores("another head");
    assert_eq!(it.code(), good, "built anew");
    let limits = riskwright_runtime::Limits { memory_mib: 1024, ..Default::default() };
    let elsewhere = it.folder.path().join("elsewhere");
    let options = RuntimeOptions { cache: Some(elsewhere.clone()), limits, ..RuntimeOptions::default() };
    let other = Runtime::new(options).expect("a runtime");
    assert_eq!(score(&other, &it.package), 7.0);
    let theirs = kept(&elsewhere).remove(0);
    fs::copy(&theirs, &it.file).expect("it is copied");
    it.scores("another engine");
}

/// Lets a file be last used so many days ago.
fn age(file: &std::path::Path, days: u64) {
    let then = std::time::SystemTime::now() - std::time::Duration::from_secs(days * 24 * 60 * 60);
    let file = fs::File::options().append(true).open(file).expect("it is there");
    file.set_modified(then).expect("it is ours");
}

#[test]
fn what_no_one_uses_is_removed_in_the_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let cache = folder.path().join("cache");
    let runtime = runtime(&cache);
    let package = |score: f64| Guest::answering(Answer::of(&[score], &[0])).package();
    let new_file = |score_: f64| {
        let before = kept(&cache);
        assert_eq!(score(&runtime, &package(score_)), score_);
        kept(&cache).into_iter().find(|file| !before.contains(file)).expect("it was kept")
    };
    let (forgotten, used, recent) = (new_file(1.0), new_file(2.0), new_file(3.0));
    let write = |name: &str, days| {
        let path = cache.join(name);
        fs::write(&path, "whatever").expect("it is written");
        age(&path, days);
        path
    };
    let foreign = |first: &str| format!("{first}{}.code", "0".repeat(31));
    let others =
        [write(&foreign("a"), 8), write("00112233445566aa-00112233445566778899aabbccddeeff.code", 30)];
    let others_in_use = write(&foreign("b"), 6);
    let (left_over, being_written) = (write("4711-0.new", 2), write("4712-3.new", 0));
    let strangers = [write("README.md", 500), write("notes.code", 500), write("x.new", 500)];
    let inside = cache.join("abc.code");
    fs::create_dir(&inside).expect("it is made");
    for (file, days) in [(&forgotten, 91), (&used, 91), (&recent, 89)] {
        age(file, days);
    }
    // it is used after all, which is noted
    assert_eq!(score(&runtime, &package(2.0)), 2.0);
    assert!(forgotten.exists() && others[0].exists() && left_over.exists(), "nothing was written yet");
    let written = new_file(4.0);
    let gone = |file: &PathBuf| !file.exists();
    assert!(gone(&forgotten) && others.iter().all(gone) && gone(&left_over));
    assert!(
        !gone(&used) && !gone(&recent) && !gone(&written) && !gone(&others_in_use) && !gone(&being_written)
    );
    assert!(!strangers.iter().any(gone) && !gone(&inside), "what is not the cache's is left alone");
    assert_eq!(score(&runtime, &package(1.0)), 1.0, "built anew");
}

#[cfg(unix)]
#[test]
fn a_file_that_others_may_write_to_is_built_anew() {
    use std::os::unix::fs::PermissionsExt;
    let it = Kept::new();
    let mode = || fs::metadata(&it.file).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(), 0o600, "it is no one else's");
    for rights in [0o666, 0o620, 0o602] {
        fs::set_permissions(&it.file, fs::Permissions::from_mode(rights)).expect("it is ours");
        it.scores("rights");
        assert_eq!(mode(), 0o600, "{rights:o}: built anew");
    }
    // what can't be read, or is no file, is no reason not to run
    fs::remove_file(&it.file).expect("it is ours");
    fs::create_dir(&it.file).expect("it is made");
    it.scores("a folder in its place");
    assert_eq!(kept(&it.cache).len(), 1, "nothing is left over");
}

#[cfg(unix)]
#[test]
fn a_directory_that_others_may_write_to_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).expect("it is ours");
    let options = RuntimeOptions { cache: Some(folder.path().to_owned()), ..RuntimeOptions::default() };
    let error = Runtime::new(options).expect_err("others may write").to_string();
    assert!(error.contains("chmod go-w"), "{error}");
}

#[cfg(unix)]
#[test]
fn what_belongs_to_another_user_is_not_run() {
    use std::os::unix::fs::{MetadataExt, chown};
    let it = Kept::new();
    let owner = || fs::metadata(&it.file).expect("it is there").uid();
    let ours = owner();
    // only the system's user can give something away
    if chown(&it.file, Some(ours + 4711), None).is_err() {
        return;
    }
    it.scores("another's file");
    assert_eq!(owner(), ours, "built anew");
    chown(&it.cache, Some(ours + 4711), None).expect("it was possible before");
    let options = RuntimeOptions { cache: Some(it.cache.clone()), ..RuntimeOptions::default() };
    let error = Runtime::new(options).expect_err("it is another's").to_string();
    assert!(error.contains("another user") && error.contains("cache"), "{error}");
}

#[test]
fn packages_that_will_not_do_are_refused_with_what_would() {
    let runtime = Runtime::new(RuntimeOptions::default()).expect("a runtime");
    let component = Guest::default().component();
    let kind = |bytes: &[u8]| {
        let problem = runtime.load(bytes).expect_err("refused");
        (problem.kind, problem.to_string())
    };
    let (of, said) = kind(&guest::package(&component, "0.9.0", "{}"));
    assert_eq!(of, Kind::Contract, "{said}");
    assert!(said.contains("0.9.0") && said.contains("0.1.0"), "{said}");
    let (of, said) = kind(&component);
    assert_eq!(of, Kind::Package, "{said}");
    let importing =
        wat::parse_str(r#"(component (import "wasi:cli/exit@0.2.0" (instance)))"#).expect("right");
    let (of, said) = kind(&guest::package(&importing, "0.1.0", "{}"));
    assert!(of == Kind::Code && said.contains("wasi:cli/exit@0.2.0"), "{said}");
    let empty = wat::parse_str("(component)").expect("right");
    let (of, said) = kind(&guest::package(&empty, "0.1.0", "{}"));
    assert!(of == Kind::Code && said.contains("does not export"), "{said}");
}
