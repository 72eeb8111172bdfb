//! The guests of packages without code are what their sources say.

use std::path::Path;

use riskwright_workshop::build::BuildOptions;
use riskwright_workshop::nocode::guests;

#[test]
fn kept_guests_are_those_of_the_sources() {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let options =
        BuildOptions { target_dir: Some(checkout.join("target/plugins")), offline: true, locked: true };
    let rebuilt =
        guests::rebuild(&checkout, &options, &mut |_| true).unwrap_or_else(|error| panic!("{error}"));
    for ((name, bytes), kept) in rebuilt.into_iter().zip([guests::MATRIX, guests::CATALOGUE]) {
        if std::env::var_os("RISKWRIGHT_BLESS").is_some() {
            std::fs::write(checkout.join("host/workshop/guests").join(name).with_extension("wasm"), bytes)
                .unwrap();
        } else {
            assert!(bytes == kept, "{name} is out of date: run this test with RISKWRIGHT_BLESS=1");
        }
    }
}
