//! Compiled code, kept for the next time.
//!
//! The engine runs whatever it is given as compiled code, so nothing is taken from a file but what was put there: each
//! file begins with a digest of its code and of all that led to it, package, engine and settings, and the bytes that were
//! checked are the bytes that are loaded, not the file once more. Anything that does not fit is built anew. That guards
//! against damage and mix-ups; against people it is the directory's rights that do: whoever may write there could as well
//! replace the host, so directories that others may write to are refused.

use std::fs;
use std::hash::{Hash, Hasher};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use riskwright_package::Digest;
use sha2::{Digest as _, Sha256};
use wasmtime::Engine;
use wasmtime::component::Component;

use crate::{deterministic, engine};

const MAGIC: &[u8; 20] = b"riskwright.code/1\0\0\0";
/// Bytes before the code.
const HEAD: usize = MAGIC.len() + 32;

/// A directory of compiled code for one engine.
pub(crate) struct Cache {
    folder: PathBuf,
    /// Engine, compiler settings and what is done to components before.
    engine: [u8; 32],
}

/// Numbers the files that are being written.
static WRITTEN: AtomicU32 = AtomicU32::new(0);

impl Cache {
    pub(crate) fn open(folder: PathBuf, engine: &Engine) -> io::Result<Self> {
        prepare(&folder)?;
        Ok(Self { folder, engine: of_engine(engine) })
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
        let mut name: String = key.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        name.push_str(".code");
        self.folder.join(name)
    }

    /// The package's code, if it is there and as it was written.
    pub(crate) fn get(&self, engine: &Engine, package: &Digest) -> Option<Component> {
        let key = self.key(package);
        let file = fs::read(self.path(&key)).ok()?;
        let (head, code) = file.split_at_checked(HEAD)?;
        let (magic, digest) = head.split_at_checked(MAGIC.len())?;
        if magic != MAGIC || digest != seal(&key, code) {
            return None;
        }
        load(engine, code)
    }

    /// Keeps code. That it can't be kept loses nothing but the time to build it again.
    pub(crate) fn put(&self, package: &Digest, code: &[u8]) -> io::Result<()> {
        let key = self.key(package);
        let number = WRITTEN.fetch_add(1, Ordering::Relaxed);
        let beside = self.folder.join(format!("{}-{number}.new", std::process::id()));
        let written = (|| {
            let mut file = fs::File::create(&beside)?;
            file.write_all(MAGIC)?;
            file.write_all(&seal(&key, code))?;
            file.write_all(code)?;
            fs::rename(&beside, self.path(&key))
        })();
        if written.is_err() {
            // what is left over would only be in the way
            let _ = fs::remove_file(&beside);
        }
        written
    }
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

#[cfg(unix)]
fn prepare(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let mode = fs::metadata(folder)?.permissions().mode();
    if mode & 0o022 == 0 {
        return Ok(());
    }
    Err(io::Error::new(
        io::ErrorKind::PermissionDenied,
        "others may write to it, and what lies there is run; take that right away (`chmod go-w`)",
    ))
}

#[cfg(not(unix))]
fn prepare(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}
