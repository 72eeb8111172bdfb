//! Packages as ES modules, in node.

use std::path::Path;
use std::process::Command;

use riskwright_workshop::transpile::to_es_module;

/// What a script prints that lies beside a package's module.
pub fn said(package: &[u8], script: &str, folder: &Path) -> String {
    for (name, bytes) in to_es_module(package).unwrap_or_else(|error| panic!("{error}")) {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    std::fs::write(folder.join("script.mjs"), script).unwrap();
    let output = Command::new("node").arg(folder.join("script.mjs")).output();
    let output = output.expect("node runs these suites: install Node.js 20 or newer");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
