//! Files that are no packages, or not the ones their signatures speak of.
#![forbid(unsafe_code)]

use riskwright_hostile::{Arena, Guest, Seed, package};
use riskwright_package::upgrade::{Installed, Older, Upgrade, judge_upgrade};
use riskwright_package::{Package, SecretKey, TrustPolicy};
use riskwright_runtime::problem::{Call, Kind};

const TODAY: &str = "2026-11-24";

fn key() -> SecretKey {
    SecretKey::from_seed([7; 32])
}

fn policy() -> TrustPolicy {
    let text = format!("[[key]]\nowner = 'The tests'\nkey = '{}'\nids = ['tests.*']\n", key().public());
    TrustPolicy::from_toml(&text).expect("it is a policy")
}

/// Why a file may not be installed, if so.
fn refused(file: &[u8]) -> Option<String> {
    let package = match Package::read(file) {
        Ok(package) => package,
        Err(error) => return Some(error.to_string()),
    };
    let today = TODAY.parse().expect("it is a day");
    policy().judge(&package, today, &[]).err().map(|refusal| refusal.to_string())
}

#[test]
fn a_truncated_package_is_none() {
    let arena = Arena::new();
    let file = Guest::methodology().signed(&key());
    assert_eq!(refused(&file), None);
    for length in (0..file.len()).step_by(7).chain(file.len() - 200..file.len()) {
        let cut = &file[..length];
        let package = Package::read(cut);
        // what is left of it without its signatures is whole, and unsigned
        if let Ok(package) = package {
            assert!(package.signatures().is_empty(), "{length} bytes");
        } else {
            let problem = arena.load(cut).expect_err("it is none");
            assert_eq!(
                (problem.call, problem.kind),
                (Call::Load, Kind::Package),
                "{length} bytes: {problem}"
            );
        }
        assert!(refused(cut).is_some(), "{length} bytes");
    }
    arena.is_unmoved();
}

#[test]
fn a_package_with_a_flipped_bit_is_refused() {
    let arena = Arena::new();
    let file = Guest::methodology().signed(&key());
    let mut ran = 0;
    for bit in (0..file.len() * 8).step_by(3) {
        let mut flipped = file.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(refused(&flipped).is_some(), "bit {bit}");
        // an operator who asks for no signature gets what is in it, within its limits
        if bit % 60 == 0 && arena.attempt(&flipped, Call::Assess).is_ok() {
            ran += 1;
        }
    }
    assert!(ran < file.len() * 8 / 60, "some bits matter");
    arena.is_unmoved();
}

#[test]
fn a_signature_of_another_package_counts_for_nothing() {
    let good = Guest::methodology().called("tests.good");
    let (unsigned, signed) = (good.package(), good.signed(&key()));
    let signatures = &signed[unsigned.len()..];
    let mut other = Guest::methodology().called("tests.other").package();
    other.extend_from_slice(signatures);
    let read = Package::read(&other).expect("it has the form of a package");
    assert!(read.verify_signatures().iter().all(|signed| !signed.valid));
    assert!(refused(&other).is_some());

    // nor does one of the same code under another manifest, or of another version
    for other in [good.clone().version("1.0.1"), good.asks_for(64, 1000)] {
        let mut other = other.package();
        other.extend_from_slice(signatures);
        assert!(refused(&other).is_some());
    }
}

#[test]
fn an_old_version_is_not_replayed() {
    let (old, new) = (Guest::methodology().version("1.2.0"), Guest::methodology().version("1.10.0"));
    let (old, new) = (old.signed(&key()), new.signed(&key()));
    let (old, new) = (Package::read(&old).expect("old"), Package::read(&new).expect("new"));
    assert_eq!(refused(&Guest::methodology().version("1.2.0").signed(&key())), None, "it was good once");
    let (id, version) = (new.manifest().id(), new.manifest().version());
    let installed = Installed { id, version, digest: new.digest() };
    let refusal = judge_upgrade(installed, &old, Older::Refused).expect_err("it is older").to_string();
    assert!(refusal.contains("1.2.0") && refusal.contains("1.10.0"), "{refusal}");
    assert_eq!(judge_upgrade(installed, &old, Older::Allowed), Ok(Upgrade::Older), "in so many words");

    // nor is the same version with other contents
    let changed = Guest::methodology().version("1.10.0").asks_for(64, 1000).signed(&key());
    let changed = Package::read(&changed).expect("changed");
    assert!(judge_upgrade(installed, &changed, Older::Refused).is_err());
}

#[test]
fn code_that_wants_something_of_the_host_is_refused() {
    let arena = Arena::new();
    let wasi = "package wasi:clocks@0.2.0; interface wall-clock { now: func() -> u64; }";
    let unknown = "package evil:things@1.0.0; interface door { open: func(); }";
    let guests = [
        Guest::methodology()
            .imports(wasi, "wasi:clocks/wall-clock@0.2.0")
            .with("(import \"wasi:clocks/wall-clock@0.2.0\" \"now\" (func (result i64)))"),
        Guest::methodology()
            .imports(unknown, "evil:things/door@1.0.0")
            .with("(import \"evil:things/door@1.0.0\" \"open\" (func))"),
    ];
    for (guest, name) in guests.iter().zip(["wasi:clocks/wall-clock@0.2.0", "evil:things/door@1.0.0"]) {
        let problem = arena.load(&guest.package()).expect_err("it imports");
        assert_eq!((problem.call, problem.kind), (Call::Load, Kind::Code), "{problem}");
        assert!(problem.to_string().contains(name), "{problem}");
        assert!(problem.to_string().contains("tests.hostile"), "{problem}");
    }
    arena.is_unmoved();
}

#[test]
fn a_manifest_that_promises_something_else_is_refused() {
    let arena = Arena::new();
    let methodology = Guest::methodology();
    let catalogue = Guest::of_contents(&riskwright_hostile::Contents::small());
    let swapped = package(&methodology.component(), &catalogue.manifest());
    let problem = arena.load(&swapped).expect_err("it offers no catalogue");
    assert_eq!(problem.call, Call::Load, "{problem}");
    for version in ["0.2.0", "1.0.0", "9.9.9"] {
        let problem = arena.load(&methodology.clone().contract(version).package()).expect_err("unknown");
        assert_eq!((problem.call, problem.kind), (Call::Load, Kind::Contract), "{problem}");
        assert!(problem.to_string().contains(version), "{problem}");
    }
    arena.is_unmoved();
}

#[test]
fn what_is_no_component_is_no_plugin() {
    let arena = Arena::new();
    let module = riskwright_hostile::random_core_module(Seed(2)).expect("a module");
    for file in [&b""[..], b"\0asm", b"\0asm\x0d\0\x01\0", b"PK\x03\x04", &module, &vec![0; 1 << 20]] {
        let problem = arena.load(file).expect_err("none");
        assert_eq!((problem.call, problem.kind), (Call::Load, Kind::Package), "{problem}");
    }
    arena.is_unmoved();
}

#[test]
fn components_that_multiply_are_refused_before_anything_follows_them() {
    let arena = Arena::new();
    // each puts the one within it to use twice: more than any machine could follow
    let doubling = (0..15).fold("(component $c)".to_owned(), |inner, _| {
        format!("(component $c {inner} (instance (instantiate $c)) (instance (instantiate $c)))")
    });
    let modules = format!("(component {})", "(core module (func))".repeat(9));
    let resources = format!(
        "(component (type $r (resource (rep i32))) {})",
        "(core func (canon resource.drop $r))".repeat(500_000)
    );
    for (text, word) in [(doubling, "components put to use"), (modules, "modules"), (resources, "compile")] {
        let component = wat::parse_str(&text).expect("it is right");
        let begin = std::time::Instant::now();
        let problem =
            arena.load(&package(&component, &Guest::methodology().manifest())).expect_err("too many");
        assert_eq!((problem.call, problem.kind), (Call::Load, Kind::Code), "{problem}");
        assert!(problem.to_string().contains(word), "{problem}");
        assert!(begin.elapsed() < std::time::Duration::from_secs(15), "{word}: {:?}", begin.elapsed());
    }
    arena.is_unmoved();
}

#[test]
fn what_ships_is_let_in() {
    let arena = Arena::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../plugins/dist");
    let mut loaded = 0;
    for entry in std::fs::read_dir(folder).expect("it ships") {
        let path = entry.expect("a file").path();
        let plugin = arena.load(&std::fs::read(&path).expect("a package"));
        assert!(plugin.is_ok(), "{}: {}", path.display(), plugin.expect_err("it is told"));
        loaded += 1;
    }
    assert_eq!(loaded, 8);
}
