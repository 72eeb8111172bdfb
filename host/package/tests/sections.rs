//! What is a package's file, and what is none.

mod fixture;

use fixture::*;
use proptest::prelude::*;
use riskwright_package::package::{MANIFEST, SIGNATURES};
use riskwright_package::{Digest, Package, PackageError};
use wasm_encoder::{Component, CustomSection, NestedComponentSection};

fn refused(file: &[u8]) -> PackageError {
    Package::read(file).map(|_| ()).unwrap_err()
}

#[test]
fn a_package_is_the_component_and_two_sections() {
    let file = unsigned(&manifest());
    assert_eq!(file, [component(), manifest_section(json())].concat());
    let package = Package::read(&file).unwrap();
    assert_eq!(package.component(), component());
    assert_eq!(package.manifest(), &manifest());
    assert_eq!(package.code_digest(), Digest::of(&component()));
    assert_eq!(package.manifest_digest(), Digest::of(json().as_bytes()));
    let message = [
        b"riskwright.package/1\0".as_slice(),
        Digest::of(json().as_bytes()).bytes(),
        Digest::of(&component()).bytes(),
    ]
    .concat();
    assert_eq!(package.message(), message);
    assert_eq!(package.digest(), Digest::of(&message));
}

#[test]
fn signing_changes_neither_digest_nor_component() {
    let plain = unsigned(&manifest());
    let file = signed(&manifest(), &[3, 1, 2]);
    let (plain_package, package) = (Package::read(&plain).unwrap(), Package::read(&file).unwrap());
    assert_eq!(package.digest(), plain_package.digest());
    assert_eq!(package.component(), plain_package.component());
    assert_eq!(package.without_signatures().unwrap(), plain);
    // in whatever order, and however often
    assert_eq!(file, signed(&manifest(), &[2, 3, 1, 3, 2]));
}

#[test]
fn other_files_are_told_what_they_are() {
    assert!(matches!(refused(b""), PackageError::Damaged { at: 0, .. }));
    assert!(matches!(refused(b"PK\x03\x04 a zip of some kind"), PackageError::Damaged { .. }));
    assert_eq!(refused(&module().finish()), PackageError::Module);
    assert_eq!(refused(&component()), PackageError::NoManifest);
    let told = refused(&component()).to_string();
    assert!(told.contains("`riskwright plugin build`"), "{told}");
    assert_eq!(Package::assemble(&module().finish(), &manifest()).unwrap_err(), PackageError::Module);
    let twice = Package::assemble(&unsigned(&manifest()), &manifest()).unwrap_err();
    assert_eq!(twice, PackageError::Assembled(MANIFEST));
}

#[test]
fn sections_stand_once_and_last_and_in_order() {
    let component = component();
    let manifest = manifest_section(json());
    let file = signed(&fixture::manifest(), &[1]);
    let signatures = file.strip_prefix(unsigned(&fixture::manifest()).as_slice()).unwrap().to_vec();
    let other = section("other", b"1");
    for (parts, error) in [
        (vec![&component, &manifest, &manifest], PackageError::Twice(MANIFEST)),
        (vec![&component, &manifest, &signatures, &signatures], PackageError::Twice(SIGNATURES)),
        (vec![&component, &manifest, &signatures, &manifest], PackageError::Twice(MANIFEST)),
        (vec![&component, &signatures, &manifest], PackageError::NotLast(SIGNATURES)),
        (vec![&component, &manifest, &other], PackageError::NotLast(MANIFEST)),
        (vec![&component, &manifest, &other, &signatures], PackageError::NotLast(MANIFEST)),
        (vec![&component, &manifest, &signatures, &other], PackageError::NotLast(SIGNATURES)),
        (vec![&component, &signatures], PackageError::NoManifest),
    ] {
        let bytes: Vec<u8> = parts.into_iter().flatten().copied().collect();
        assert_eq!(refused(&bytes), error);
    }
}

#[test]
fn sections_do_not_hide_inside() {
    for name in [MANIFEST, SIGNATURES] {
        let mut module = module();
        module.section(&CustomSection { name: name.into(), data: b"{}".as_slice().into() });
        let file = [component_of(&module), manifest_section(json())].concat();
        assert_eq!(refused(&file), PackageError::Nested(name));

        let mut inner = Component::new();
        inner.section(&CustomSection { name: name.into(), data: b"{}".as_slice().into() });
        let mut outer = Component::new();
        outer.section(&NestedComponentSection(&inner));
        let file = [outer.finish(), manifest_section(json())].concat();
        assert_eq!(refused(&file), PackageError::Nested(name));
    }
    // a section of another name may hold what looks like one: it is the component's
    let decoy = section("decoy", &manifest_section(json()));
    let file = [component(), decoy, manifest_section(json())].concat();
    assert!(Package::read(&file).is_ok());
    let decoy = section("decoy", &manifest_section(json()));
    assert_eq!(refused(&[component(), decoy].concat()), PackageError::NoManifest);
}

#[test]
fn lengths_have_their_shortest_form() {
    let short = section(SIGNATURES, b"[]");
    // kind, length of the section, length of the name, name, content
    let [kind, length, name_length, rest @ ..] = short.as_slice() else { unreachable!() };
    let long_length = [&[*kind, length | 0x80, 0, *name_length], rest].concat();
    let long_name = [&[*kind, length + 1, name_length | 0x80, 0], rest].concat();
    for padded in [long_length, long_name] {
        assert_eq!(refused(&[unsigned(&manifest()), padded].concat()), PackageError::Length(SIGNATURES));
    }
}

#[test]
fn every_truncation_is_refused_or_seen_to_be_unsigned() {
    let file = signed(&manifest(), &[1, 2]);
    let whole = unsigned(&manifest()).len();
    for end in 0..file.len() {
        match Package::read(&file[..end]) {
            Ok(package) => {
                assert_eq!(end, whole, "only the signatures can be cut off");
                assert!(package.signatures().is_empty());
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_bytes_make_reading_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = Package::read(&bytes);
        let _ = Package::read(&[b"\0asm\x0d\0\x01\0".as_slice(), &bytes].concat());
        let _ = Package::read(&[component(), manifest_section(&String::from_utf8_lossy(&bytes))].concat());
        let _ = Package::read(&with_signatures(&String::from_utf8_lossy(&bytes)));
    }

    #[test]
    fn no_altered_package_makes_reading_panic_or_passes_for_the_signed_one(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
        insert in proptest::option::of((any::<prop::sample::Index>(), any::<u8>())),
        remove in proptest::option::of(any::<prop::sample::Index>()),
        truncate in any::<bool>(),
    ) {
        let original = signed(&manifest(), &[1]);
        let mut file = original.clone();
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        if let Some((at, byte)) = insert {
            file.insert(at.index(file.len()), byte);
        }
        if let Some(at) = remove {
            file.remove(at.index(file.len()));
        }
        if truncate {
            file.truncate(cut.index(file.len()));
        }
        if let Ok(package) = Package::read(&file) && file != original {
            prop_assert!(package.verify_signatures().iter().all(|signed| !signed.valid));
        }
    }
}
