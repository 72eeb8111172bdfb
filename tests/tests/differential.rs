//! Native code and WebAssembly answer alike, to the byte: every case, and large registers made up from seeds.

use std::path::PathBuf;
use std::process::Command;

use riskwright_guest::answer;
use riskwright_tests::{cases, node, root};
use serde_json::{Value, json};

const TARGET: &str = "wasm32-unknown-unknown";

/// Builds the engine as a module that asks its host for nothing.
fn module() -> PathBuf {
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).output().expect("rustc is there").stdout;
    let sysroot = PathBuf::from(String::from_utf8(sysroot).expect("a path").trim());
    assert!(
        sysroot.join("lib/rustlib").join(TARGET).is_dir(),
        "the target {TARGET} is missing: `rustup target add {TARGET}`"
    );
    // a folder of its own: the tests' own build may hold the lock of the other
    let folder = root().join("target/guest");
    let status = Command::new(env!("CARGO"))
        .args([
            "build",
            "--release",
            "--locked",
            "--target",
            TARGET,
            "-p",
            "riskwright-guest",
            "--target-dir",
        ])
        .arg(&folder)
        // the bits don't depend on how well it is optimised; how long it takes to build does
        .envs([("CARGO_PROFILE_RELEASE_LTO", "off"), ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")])
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .current_dir(root())
        .status()
        .expect("cargo runs the tests, so it is there");
    assert!(status.success(), "the guest does not build for {TARGET}");
    folder.join(TARGET).join("release/riskwright_guest.wasm")
}

fn requests() -> Vec<(String, Value)> {
    let mut requests = Vec::new();
    for stage in ["matrix", "applicability", "residual", "delta"] {
        for case in cases(stage) {
            let request = json!({ "stage": stage, "given": case.value["given"] });
            requests.push((format!("tests/cases/{stage}/{}.json", case.name), request));
        }
    }
    let mut generated = |stage: &str, given: Value| {
        requests.push((format!("{stage} {given}"), json!({ "stage": stage, "given": given })));
    };
    generated("register", json!({ "seed": 27005, "scenarios": 10_000 }));
    for seed in 1..=8 {
        generated("journal", json!({ "seed": seed, "steps": 500 }));
    }
    let register = "Risk ID;Risk description;Likelihood;Impact;Owner;Controls;Geschäftsbereich\n\
        R-7;Ausfall der Kälteanlage;4;5;Frau Müller;A.8.13, A.5.30;Köln\n\
        R-8;=1+1;High;Low;;A.8.24;東京\n;\"quoted\";2;2;x;NL-1 Nachtwache;\n";
    for (adopt_scale, skip_bad) in [(false, false), (false, true), (true, true)] {
        let options = json!({
            "name": "risks.csv", "text": register, "adopt_scale": adopt_scale, "skip_bad": skip_bad,
        });
        generated("import", options);
    }
    requests
}

#[test]
fn webassembly_and_native_answer_the_same_bytes() {
    let module = module();
    let requests = requests();
    let lines: String = requests.iter().map(|(_, request)| format!("{request}\n")).collect();
    let told = node("run_guest.mjs", &[&module], lines.as_bytes());
    let told: Vec<&[u8]> = told.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).collect();
    assert_eq!(told.len(), requests.len(), "an answer for each request");
    for ((name, request), wasm) in requests.iter().zip(told) {
        let native = answer(request.to_string().as_bytes());
        assert!(!native.starts_with(b"{\"error\""), "{name}: {}", String::from_utf8_lossy(&native));
        if native != wasm {
            let at =
                native.iter().zip(wasm).position(|(a, b)| a != b).unwrap_or(native.len().min(wasm.len()));
            let near = |bytes: &[u8]| {
                let part = bytes.get(at.saturating_sub(60)..(at + 60).min(bytes.len())).unwrap_or_default();
                String::from_utf8_lossy(part).into_owned()
            };
            panic!("{name}: byte {at} differs\nnative: …{}…\nwasm:   …{}…", near(&native), near(wasm));
        }
    }
}
