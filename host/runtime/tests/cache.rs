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
    let column = || Column::Ordinal(vec![Some(1)]);
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

#[test]
fn altered_code_is_built_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let cache = folder.path().join("cache");
    let package = Guest::answering(Answer::of(&[7.0], &[1])).package();
    let runtime = runtime(&cache);
    assert_eq!(score(&runtime, &package), 7.0);
    let [file] = &kept(&cache)[..] else { panic!("one file") };
    let good = fs::read(file).expect("it is there");
    // it is used: what takes its place is not looked at again
    assert_eq!(score(&runtime, &package), 7.0);
    assert_eq!(fs::read(file).expect("it is there"), good);
    for at in (0..good.len()).step_by(good.len() / 40 + 1) {
        let mut bad = good.clone();
        bad[at] ^= 1 << (at % 8);
        fs::write(file, &bad).expect("it is written");
        assert_eq!(score(&runtime, &package), 7.0, "byte {at}");
        assert_eq!(fs::read(file).expect("it is there"), good, "byte {at}: built anew");
    }
    for length in [0, 10, 51, 52, good.len() - 1] {
        fs::write(file, &good[..length]).expect("it is written");
        assert_eq!(score(&runtime, &package), 7.0, "{length} bytes");
    }
    assert_eq!(kept(&cache).len(), 1, "nothing is left over");
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
