//! Compiled code, kept for the next time.
//!
//! The engine runs whatever it is given as compiled code, so nothing is taken from a file but what was put there: each
//! file begins with a digest of its code and of all that led to it, package, engine and settings, and the bytes that were
//! checked are the bytes that are loaded, not the file once more. Anything that does not fit is built anew. That guards
//! against damage and mix-ups; against people it is the directory's rights that do: whoever may write there could as well
//! replace the host, so directories that others may write to are refused, and files that they may write to are not read.
//!
//! Whenever code is written, what was of no use for long is removed: [`KEPT`], and [`OTHERS_KEPT`] what another version of
//! the host or its engine made, which may still be in use beside this one.

use std::fs;
use std::hash::{Hash, Hasher};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use riskwright_package::Digest;
use sha2::{Digest as _, Sha256};
use wasmtime::Engine;
use wasmtime::component::Component;

use crate::{deterministic, engine};

const MAGIC: &[u8; 20] = b"riskwright.code/1\0\0\0";
/// Bytes before the code.
const HEAD: usize = MAGIC.len() + 32;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// How long code is kept that no one uses.
const KEPT: Duration = DAY.saturating_mul(90);
/// How long code of another engine is kept that no one uses.
const OTHERS_KEPT: Duration = DAY.saturating_mul(7);
/// How old what is being written can get before it is what someone left behind.
const UNFINISHED_KEPT: Duration = DAY;

/// A directory of compiled code for one engine.
pub(crate) struct Cache {
    folder: PathBuf,
    /// Engine, compiler settings and what is done to components before.
    engine: [u8; 32],
    /// Who we are: the owner of what we make there. Where nothing can be made, the system's files alone are read.
    ours: Option<u32>,
}

/// Numbers the files that are being written.
static WRITTEN: AtomicU32 = AtomicU32::new(0);

/// The name of a file that is being written.
fn beside(folder: &Path) -> PathBuf {
    let number = WRITTEN.fetch_add(1, Ordering::Relaxed);
    folder.join(format!("{}-{number}.new", std::process::id()))
}

impl Cache {
    pub(crate) fn open(folder: PathBuf, engine: &Engine) -> io::Result<Self> {
        let ours = prepare(&folder)?;
        Ok(Self { folder, engine: of_engine(engine), ours })
    }

    /// All that the code of a package depends on.
    fn key(&self, package: &Digest) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(MAGIC);
        hash.update(package.bytes());
        hash.update(self.engine);
        hash.finalize().into()
    }

    fn path(&self, key: &[u8; 32]) -> PathBuf {
        self.folder.join(format!("{}-{}.code", self.prefix(), hex(key, 16)))
    }

    /// How the names of this engine's files begin.
    fn prefix(&self) -> String {
        hex(&self.engine, 8)
    }

    /// The package's code, if it is there and as it was written.
    pub(crate) fn get(&self, engine: &Engine, package: &Digest) -> Option<Component> {
        let key = self.key(package);
        let path = self.path(&key);
        let file = read(&path, self.ours)?;
        let (head, code) = file.split_at_checked(HEAD)?;
        let (magic, digest) = head.split_at_checked(MAGIC.len())?;
        if magic != MAGIC || digest != seal(&key, code) {
            return None;
        }
        let component = load(engine, code)?;
        used(&path);
        Some(component)
    }

    /// Keeps code. That it can't be kept loses nothing but the time to build it again.
    pub(crate) fn put(&self, package: &Digest, code: &[u8]) -> io::Result<()> {
        let key = self.key(package);
        let beside = beside(&self.folder);
        let written = (|| {
            let mut file = create(&beside)?;
            file.write_all(MAGIC)?;
            file.write_all(&seal(&key, code))?;
            file.write_all(code)?;
            fs::rename(&beside, self.path(&key))
        })();
        if written.is_err() {
            // what is left over would only be in the way
            let _ = fs::remove_file(&beside);
        }
        self.sweep(SystemTime::now());
        written
    }

    /// Removes what was of no use for long. What can't be removed is tried again the next time.
    fn sweep(&self, now: SystemTime) {
        let own = self.prefix();
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let Some(kept) = name.to_str().and_then(|name| kept(name, &own)) else { continue };
            let modified =
                entry.metadata().ok().filter(fs::Metadata::is_file).and_then(|of| of.modified().ok());
            // a file of the future has the age of nothing
            let age = modified.and_then(|modified| now.duration_since(modified).ok()).unwrap_or_default();
            if age > kept {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// How long a file is kept since it was last used; none if it is not one of ours.
fn kept(name: &str, own: &str) -> Option<Duration> {
    let made_of = |text: &str, fits: fn(char) -> bool| !text.is_empty() && text.chars().all(fits);
    if let Some(name) = name.strip_suffix(".code") {
        let fits = made_of(name, |c| matches!(c, '0'..='9' | 'a'..='f' | '-'));
        return fits.then_some(if name.starts_with(own) { KEPT } else { OTHERS_KEPT });
    }
    let name = name.strip_suffix(".new")?;
    made_of(name, |c| c.is_ascii_digit() || c == '-').then_some(UNFINISHED_KEPT)
}

fn hex(bytes: &[u8], count: usize) -> String {
    bytes.iter().take(count).map(|byte| format!("{byte:02x}")).collect()
}

/// Notes that a file was used, once a day. That it can't be noted costs no more than building it again some day.
fn used(path: &Path) {
    let since = fs::metadata(path).and_then(|of| of.modified()).map(|at| at.elapsed().unwrap_or_default());
    if since.is_ok_and(|since| since > DAY) {
        let _ =
            fs::File::options().append(true).open(path).and_then(|file| file.set_modified(SystemTime::now()));
    }
}

/// All of a file that no one else may write to: what its rights are is asked of the file that is read.
fn read(path: &Path, ours: Option<u32>) -> Option<Vec<u8>> {
    let mut file = fs::File::open(path).ok()?;
    let of = file.metadata().ok()?;
    if !of.is_file() || others_may_write(&of) || is_another_s(&of, ours) {
        return None;
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// A new file that is the operator's alone, whatever is the custom here (a umask of 002 would let the group write).
#[cfg(unix)]
fn create(path: &Path) -> io::Result<fs::File> {
    use std::os::unix::fs::OpenOptionsExt;
    // one of that name can only have been left behind by a process that is no more
    let _ = fs::remove_file(path);
    fs::File::options().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn create(path: &Path) -> io::Result<fs::File> {
    fs::File::create(path)
}

#[cfg(unix)]
fn others_may_write(of: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    of.permissions().mode() & 0o022 != 0
}

/// Whether it is neither the system's nor ours, who are whoever a file belongs to that we make.
#[cfg(unix)]
fn is_another_s(of: &fs::Metadata, ours: Option<u32>) -> bool {
    use std::os::unix::fs::MetadataExt;
    of.uid() != 0 && Some(of.uid()) != ours
}

// Windows has no owner and mode to ask for: what lies in a user's profile, as the cache does, inherits the rights of the
// profile's folder, which no one but this user and administrators may write to. A folder elsewhere is the operator's choice.
#[cfg(not(unix))]
fn others_may_write(_: &fs::Metadata) -> bool {
    false
}

#[cfg(not(unix))]
fn is_another_s(_: &fs::Metadata, _: Option<u32>) -> bool {
    false
}

fn seal(key: &[u8; 32], code: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(MAGIC);
    hash.update(key);
    hash.update(code);
    hash.finalize().into()
}

/// Loads code that this program compiled.
#[allow(
    unsafe_code,
    reason = "compiled code is trusted by its nature; what vouches for it is the seal, see the module"
)]
fn load(engine: &Engine, code: &[u8]) -> Option<Component> {
    // SAFETY: the bytes are those that `put` wrote for this package, engine and settings: their seal was checked above, and
    // they are in this process's memory, where no file can change them any more
    unsafe { Component::deserialize(engine, code) }.ok()
}

/// Feeds a hash into SHA-256: the engine tells what code depends on as something that can be hashed.
struct Into(Sha256);

impl Hasher for Into {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }
    fn finish(&self) -> u64 {
        0
    }
}

fn of_engine(engine: &Engine) -> [u8; 32] {
    let mut hash = Into(Sha256::new());
    // the version of wasmtime is among it
    engine.precompile_compatibility_hash().hash(&mut hash);
    engine::SETTINGS.hash(&mut hash);
    deterministic::VERSION.hash(&mut hash);
    hash.0.finalize().into()
}

/// Makes the folder, looks whether no one else may write to it, and tells who we are.
#[cfg(unix)]
fn prepare(folder: &Path) -> io::Result<Option<u32>> {
    use std::os::unix::fs::{DirBuilderExt, MetadataExt};
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let probe = beside(folder);
    let ours = create(&probe).and_then(|file| file.metadata()).map(|of| of.uid()).ok();
    let _ = fs::remove_file(&probe);
    let of = fs::metadata(folder)?;
    let wrong = if is_another_s(&of, ours) {
        "it belongs to another user, and what lies there is run; name a folder of your own"
    } else if others_may_write(&of) {
        "others may write to it, and what lies there is run; take that right away (`chmod go-w`)"
    } else {
        return Ok(ours);
    };
    Err(io::Error::new(io::ErrorKind::PermissionDenied, wrong))
}

#[cfg(not(unix))]
fn prepare(folder: &Path) -> io::Result<Option<u32>> {
    fs::create_dir_all(folder).map(|()| None)
}
