//! A crate as WebAssembly, and the JavaScript beside it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use wasm_bindgen_cli_support::Bindgen;

use crate::{BuildError, MODULES, web};

const TARGET: &str = "wasm32-unknown-unknown";

/// A module.
pub(crate) struct Built {
    pub(crate) wasm: Vec<u8>,
    /// What wasm-bindgen writes for pages; its default export is called `init`.
    pub(crate) glue: String,
}

/// Crates of this workspace, compiled.
pub(crate) struct Compiled(Vec<(&'static str, PathBuf)>);

impl Compiled {
    fn path(&self, package: &str) -> Result<&Path, BuildError> {
        let found = self.0.iter().find(|(known, _)| *known == package);
        found.map(|(_, path)| path.as_path()).ok_or_else(|| BuildError::Cargo {
            package: package.to_owned(),
            why: "cargo names no module".to_owned(),
        })
    }
}

/// Makes a module of a crate that was compiled.
pub(crate) fn build(from: &Compiled, package: &'static str, name: &str) -> Result<Built, BuildError> {
    let module = from.path(package)?;
    let failed = |error: &dyn std::fmt::Display| BuildError::Bindings(format!("{package}: {error}"));
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name(name).typescript(false).omit_default_module_path(true);
    bindgen.remove_name_section(std::env::var_os("KEEP").is_none()).remove_producers_section(true);
    bindgen.web(true).map_err(|error| failed(&format!("{error:#}")))?;
    let mut output = bindgen.generate_output().map_err(|error| failed(&format!("{error:#}")))?;
    let glue = format!("{}\nconst init = __wbg_init;\n", output.js());
    Ok(Built { wasm: output.wasm_mut().emit_wasm(), glue })
}

/// Compiles the crates of all elements in one run of cargo: each is put together by one thread, which takes longer than all they
/// are made of. One of them alone would have other features, and its file would be made anew each time.
pub(crate) fn compile() -> Result<Compiled, BuildError> {
    let failed = |why: String| BuildError::Cargo { package: MODULES.join(", "), why };
    let root = web().parent().unwrap_or(Path::new("."));
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["build", "--locked", "--profile", "web", "--lib", "--target", TARGET])
        .args(MODULES.iter().flat_map(|package| ["-p", package]))
        .args(["--message-format", "json-render-diagnostics"])
        .current_dir(web())
        // what this program was built with is not meant for pages
        .env_remove("RUSTFLAGS")
        .env("CARGO_ENCODED_RUSTFLAGS", remapped(root))
        .stdin(Stdio::null())
        // it takes minutes, and says what it is at
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| failed(error.to_string()))?;
    if !output.status.success() {
        return Err(failed(format!("cargo said why ({})", output.status)));
    }
    let lines = String::from_utf8_lossy(&output.stdout);
    let made = |package: &&'static str| {
        let module = lines.lines().filter_map(|line| artifact(line, package)).next_back();
        Some((*package, module?))
    };
    Ok(Compiled(MODULES.iter().filter_map(made).collect()))
}

/// Paths of this machine have no place in what a page is given.
fn remapped(root: &Path) -> String {
    let mut flags = vec![format!("--remap-path-prefix={}=", root.display())];
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    flags.extend(home.map(|home| format!("--remap-path-prefix={}=cargo", home.display())));
    flags.join("\u{1f}")
}

fn artifact(line: &str, package: &str) -> Option<PathBuf> {
    let message: serde_json::Value = serde_json::from_str(line).ok()?;
    let name = message["target"]["name"].as_str()?;
    if message["reason"] != "compiler-artifact" || name != package.replace('-', "_") {
        return None;
    }
    let files = message["filenames"].as_array()?;
    files.iter().filter_map(|file| file.as_str()).find(|file| file.ends_with(".wasm")).map(PathBuf::from)
}
