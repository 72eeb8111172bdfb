//! Keys and signatures: what RFC 8032 says, and nothing that only looks like it.

mod fixture;

use fixture::*;
use riskwright_package::key::{KeyError, Signature};
use riskwright_package::package::MAX_SIGNATURES;
use riskwright_package::{Package, PackageError, PublicKey, SecretKey};

fn bytes<const N: usize>(text: &str) -> [u8; N] {
    let digits: Vec<u8> = text
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect();
    digits.try_into().unwrap()
}

/// RFC 8032, 7.1: secret key, public key, message, signature.
const VECTORS: [(&str, &str, &[u8], &str); 3] = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        b"",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        b"\x72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        b"\xaf\x82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
];

#[test]
fn keys_and_signatures_are_those_of_rfc_8032() {
    for (secret, public, message, signature) in VECTORS {
        let key = SecretKey::from_text(&format!("riskwright-secret:ed25519:{secret}\n")).unwrap();
        assert_eq!(key.to_text(), format!("riskwright-secret:ed25519:{secret}"));
        assert_eq!(key.public().to_string(), format!("riskwright-key:ed25519:{public}"));
        assert_eq!(hex(key.sign(message).bytes()), signature);
        let signature = Signature::from_bytes(bytes(signature));
        assert!(key.public().verifies(message, &signature));
        assert!(!key.public().verifies(b"another", &signature));
        assert!(!fixture::key(1).public().verifies(message, &signature));
    }
}

/// s + L signs as well as s does, for who does not look: RFC 8032, 5.1.7 and 8.4.
fn malleated(signature: &Signature) -> Signature {
    // the order of the group, 2^252 + 27742317777372353535851937790883648493, least byte first
    let order: [u8; 32] = bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    let mut twin = *signature.bytes();
    let mut carry = 0;
    for (byte, add) in twin[32..].iter_mut().zip(order) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        *byte = sum.to_le_bytes()[0];
        carry = sum >> 8;
    }
    Signature::from_bytes(twin)
}

#[test]
fn a_signature_has_no_twin() {
    let (key, message) = (key(1), b"message");
    let signature = key.sign(message);
    assert!(key.public().verifies(message, &signature));
    assert!(!key.public().verifies(message, &malleated(&signature)));

    let file = signed(&manifest(), &[1]);
    let (public, signature) = Package::read(&file).unwrap().signatures()[0].clone();
    let twin = with_signatures(&format!(
        r#"[{{"key":"{}","signature":"{}"}}]"#,
        hex(public.bytes()),
        hex(malleated(&signature).bytes())
    ));
    assert!(!Package::read(&twin).unwrap().verify_signatures()[0].valid);
}

#[test]
fn weak_keys_are_none() {
    // the points of order 1, 2, 4 and 8, and spellings of them that are not canonical
    for small in [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ] {
        let text = format!("riskwright-key:ed25519:{small}");
        assert!(matches!(text.parse::<PublicKey>(), Err(KeyError::Weak { .. })), "{small}");
        let section = format!(r#"[{{"key":"{small}","signature":"{}"}}]"#, "0".repeat(128));
        let refused = Package::read(&with_signatures(&section)).unwrap_err();
        assert!(matches!(refused, PackageError::Signatures(_)), "{refused}");
    }
    // the key of the first vector, and a point of order 8 added to it
    let mixed = bytes("3b5b475c4b82dd1572799fc546f4c6c03e478c6654aa4c7f945b347ea32af60d");
    let refused = PublicKey::from_bytes(&mixed).unwrap_err().to_string();
    assert!(refused.contains("mixed order"), "{refused}");
    // y = 2 is no point; y = p + 3 spells y = 3 in another way
    for (wrong, why) in [
        ("0200000000000000000000000000000000000000000000000000000000000000", "no point"),
        ("f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "not spelled canonically"),
    ] {
        let refused = PublicKey::from_bytes(&bytes(wrong)).unwrap_err().to_string();
        assert!(refused.contains(why), "{refused}");
    }
}

#[test]
fn keys_have_one_text() {
    let key = key(1);
    let (public, secret) = (key.public().to_string(), key.to_text());
    for wrong in [
        public.to_uppercase(),
        format!("{public} "),
        format!("{public}0"),
        public.replace("key", "kee"),
        String::new(),
    ] {
        assert!(matches!(wrong.parse::<PublicKey>(), Err(KeyError::Form { .. })), "{wrong}");
    }
    assert_eq!(secret.parse::<PublicKey>(), Err(KeyError::Secret));
    let digits = secret.rsplit(':').next().unwrap();
    for wrong in [public.as_str(), digits, &secret[1..], &secret[..80]] {
        let error = SecretKey::from_text(wrong).unwrap_err();
        assert_eq!(error, KeyError::SecretForm);
        assert!(!error.to_string().contains(&digits[..8]));
    }
    assert!(!format!("{key:?}").contains(&digits[..4]));
}

#[test]
fn a_signature_is_of_one_package() {
    let mine = signed(&manifest(), &[1]);
    let section = mine.strip_prefix(unsigned(&manifest()).as_slice()).unwrap();
    // the same code with another manifest, and the same manifest with other code
    let next = unsigned(&named("acme.fmea", "1.2.1"));
    let other_code = Package::assemble(b"\0asm\x0d\0\x01\0", &manifest()).unwrap();
    for other in [next, other_code] {
        let file = [other.as_slice(), section].concat();
        let package = Package::read(&file).unwrap();
        assert_eq!(
            package.verify_signatures().iter().map(|signed| signed.valid).collect::<Vec<_>>(),
            [false]
        );
        // nor is anything signed on top of it
        assert_eq!(package.sign(&key(2)).unwrap_err(), PackageError::Altered(key(1).public()));
    }
}

#[test]
fn every_flipped_bit_shows() {
    let file = signed(&manifest(), &[1, 2]);
    for at in 0..file.len() {
        for bit in 0..8 {
            let mut altered = file.clone();
            altered[at] ^= 1 << bit;
            if let Ok(package) = Package::read(&altered) {
                let signed = package.verify_signatures();
                assert!(signed.iter().any(|signed| !signed.valid), "byte {at}, bit {bit}");
            }
        }
    }
}

#[test]
fn the_section_has_one_spelling() {
    let file = signed(&manifest(), &[1, 2]);
    let package = Package::read(&file).unwrap();
    let entry = |at: usize| {
        let (key, signature) = &package.signatures()[at];
        format!(r#"{{"key":"{}","signature":"{}"}}"#, hex(key.bytes()), hex(signature.bytes()))
    };
    let (first, second) = (entry(0), entry(1));
    assert_eq!(with_signatures(&format!("[{first},{second}]")), file);
    for wrong in [
        format!("[{second},{first}]"),
        format!("[{first},{first}]"),
        format!("[{first}, {second}]"),
        format!("[{first}]\n"),
        format!("[{}]", first.to_uppercase().replace("KEY", "key").replace("SIGNATURE", "signature")),
        format!("[{}]", first.replace('}', r#","role":"x"}"#)),
        format!("[{}]", first.replace("\"key\"", r#""k\u0065y""#)),
        first.clone(),
        "[]".to_owned(),
        String::new(),
    ] {
        let refused = Package::read(&with_signatures(&wrong)).unwrap_err();
        assert!(matches!(refused, PackageError::Signatures(_)), "{wrong}: {refused}");
    }
}

#[test]
fn there_is_room_for_sixteen() {
    let seeds: Vec<u8> = (1..=16).collect();
    assert_eq!(seeds.len(), MAX_SIGNATURES);
    let file = signed(&manifest(), &seeds);
    let package = Package::read(&file).unwrap();
    assert!(package.verify_signatures().iter().all(|signed| signed.valid));
    assert_eq!(package.sign(&key(17)).unwrap_err(), PackageError::TooMany);
    assert_eq!(package.sign(&key(16)).unwrap(), file);
    let many = format!("[{}]", vec!["{}"; 5000].join(","));
    assert_eq!(Package::read(&with_signatures(&many)).unwrap_err(), PackageError::TooMany);
}
