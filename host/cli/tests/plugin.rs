//! Plugins as their authors and customers meet them, by the command line alone.

use std::fs;
use std::process::Command;

use serde_json::Value;

mod fixture;
#[path = "plugin/javascript.rs"]
mod javascript;
#[path = "plugin/trust.rs"]
mod trust;

use fixture::{Fixture, score_digest};

impl Fixture {
    fn new() -> Self {
        let fixture = Self::empty();
        fixture.ok(&["init", "FILE", "--name", "Acme Ltd", "--at", "2026-11-02"]);
        fixture
    }

    fn with_risks() -> Self {
        let fixture = Self::new();
        let risks = "ID,Risk,Inherent likelihood,Inherent consequence\n\
            R-1,Fire,unlikely,catastrophic\nR-2,Flood,likely,serious\nR-3,Theft,almost certain,critical\n";
        let risks = fixture.write("risks.csv", risks);
        fixture.ok(&["import", "FILE", &risks]);
        fixture
    }

    /// A package of a declared method whose cell of what is rare and grave scores `rare`.
    fn method(&self, version: &str, rare: u32) -> String {
        let toml = format!(
            r#"
id = "acme.simple"
version = "{version}"
publisher = "Acme Ltd"
licence = "MIT"
default_language = "en"
title = {{ en = "Simple" }}
result = "risk"

[[factor]]
id = "likelihood"
title = {{ en = "Likelihood" }}
effect = "raises"
levels = [{{ id = "low", title = {{ en = "low" }} }}, {{ id = "high", title = {{ en = "high" }} }}]

[[factor]]
id = "impact"
title = {{ en = "Impact" }}
effect = "raises"
levels = [{{ id = "low", title = {{ en = "low" }} }}, {{ id = "high", title = {{ en = "high" }} }}]

[[table]]
id = "risk"
title = {{ en = "Risk" }}
rows = "likelihood"
columns = "impact"
[table.cells]
low = [1, {rare}]
high = [2, 4]

[[band]]
title = {{ en = "fine" }}
from = 1

[[band]]
title = {{ en = "bad" }}
from = 3
"#
        );
        let source = self.write(&format!("method-{version}-{rare}.toml"), &toml);
        let package = self.path(&format!("acme.simple-{version}-{rare}.wasm")).display().to_string();
        self.ok(&["plugin", "build", &source, "--output", &package]);
        package
    }
}

const MAPPED: [&str; 4] = ["--map", "likelihood=likelihood", "--map", "impact=consequence"];

fn with<'a>(words: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    words.iter().chain(more).copied().collect()
}

#[test]
fn a_newcomer_gets_from_nothing_to_the_same_scores_in_node() {
    let fixture = Fixture::with_risks();
    fixture.ok(&["plugin", "new", "acme.exposure", "--publisher", "Acme Ltd"]);
    // an edit: what is medium begins lower
    let code = fixture.path("exposure/src/lib.rs");
    let text = fs::read_to_string(&code).unwrap();
    assert!(text.contains("medium_from: 4.0"));
    fs::write(&code, text.replace("medium_from: 4.0", "medium_from: 3.0")).unwrap();
    let schema = fixture.path("exposure/settings.schema.json");
    let text = fs::read_to_string(&schema).unwrap();
    fs::write(&schema, text.replace("\"default\": 4", "\"default\": 3")).unwrap();

    let built = fixture.ok(&["plugin", "build", "exposure", "--output", "exposure.wasm"]);
    assert_eq!(built["exports"], serde_json::json!(["methodology"]));
    let tested = fixture.ok(&["plugin", "test", "exposure.wasm", "--cases", "200"]);
    assert_eq!(tested["passed"], true);

    let key = fixture.ok(&["plugin", "keygen", "acme.key"]);
    let key = key["key"].as_str().unwrap();
    fixture.ok(&["plugin", "sign", "exposure.wasm", "--key", "acme.key"]);
    let (code, verified) = fixture.json(&["plugin", "verify", "exposure.wasm"]);
    assert_eq!((code, &verified["trusted"]), (1, &Value::Bool(false)), "nobody is trusted yet");
    let install = with(&["plugin", "install", "FILE", "exposure.wasm"], &MAPPED);
    let told = fixture.refused(&install);
    assert!(told.contains("plugin trust"), "{told}");
    fixture.ok(&["plugin", "trust", key, "--owner", "Acme Ltd", "--id", "acme.*"]);
    fixture.ok(&["plugin", "verify", "exposure.wasm"]);
    let installed = fixture.ok(&install);
    assert_eq!(installed["plugin"]["signers"][0]["owner"], "Acme Ltd");

    let assessed = fixture.ok(&["assess", "FILE", "--methodology", "exposure"]);
    assert_eq!(assessed["recorded"], 3);
    let verified = fixture.ok(&["verify", "FILE"]);
    assert_eq!((&verified["ok"], &verified["not_recomputed"]), (&Value::Bool(true), &serde_json::json!([])));

    // the same plugin in node, given the levels that the recorded traces tell
    fixture.ok(&["plugin", "transpile", "exposure.wasm", "--output", "module"]);
    fixture.ok(&["export", "FILE", "--format", "json", "--output", "all.json"]);
    let all: Value = serde_json::from_str(&fs::read_to_string(fixture.path("all.json")).unwrap()).unwrap();
    let scores = all["isms"]["scores"].as_array().unwrap();
    let level = |score: &Value, node: &str| {
        let trace = score["inherent"]["trace"].as_array().unwrap();
        trace.iter().find(|step| step["node"] == node).unwrap()["value"]["level"].as_u64().unwrap()
    };
    let column = |node: &str| scores.iter().map(|score| level(score, node)).collect::<Vec<_>>();
    let columns =
        serde_json::json!([column("exposure/likelihood"), column("exposure/impact"), [null, null, null]]);
    let script = format!(
        "import {{ load }} from './module/plugin.mjs'; const plugin = await load(); \
         console.log(JSON.stringify([...plugin.assess({{}}, {columns}).scores]));"
    );
    fixture.write("ask.mjs", &script);
    let node = Command::new("node").arg("ask.mjs").current_dir(fixture.folder.path()).output().unwrap();
    let said: Value = serde_json::from_slice(&node.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&node.stderr)));
    let here: Vec<f64> = scores.iter().map(|score| score["inherent"]["score"].as_f64().unwrap()).collect();
    let there: Vec<f64> = said.as_array().unwrap().iter().map(|score| score.as_f64().unwrap()).collect();
    assert_eq!(here, there);
}

#[test]
fn an_upgrade_says_first_what_it_would_change_and_old_scores_stay_provable() {
    let fixture = Fixture::with_risks();
    let (one, two) = (fixture.method("1.0.0", 2), fixture.method("1.1.0", 3));
    let install = with(&["plugin", "install", "FILE", &one], &MAPPED);
    let told = fixture.refused(&install);
    assert!(told.contains("nobody has signed") && told.contains("--allow-unsigned"), "{told}");
    fixture.ok(&with(&install, &["--allow-unsigned"]));
    fixture.ok(&["assess", "FILE", "--methodology", "simple"]);

    let before = fs::read(fixture.path("isms.riskwright")).unwrap();
    let upgrade = ["plugin", "upgrade", "FILE", &two, "--allow-unsigned"];
    let dry = fixture.ok(&with(&upgrade, &["--dry-run"]));
    let changed = dry["impact"][0]["changed"].as_array().unwrap();
    // only what is unlikely and grave lies in the cell that changed
    let risks: Vec<&str> = changed.iter().map(|row| row["scenario"].as_str().unwrap()).collect();
    assert_eq!(risks, ["R-1"], "{dry:#}");
    assert_eq!(
        (&changed[0]["from"]["level_name"], &changed[0]["to"]["level_name"]),
        (&"fine".into(), &"bad".into())
    );
    let verified = fixture.ok(&["verify", "FILE"]);
    assert_eq!(verified["entries"], 4, "a dry run leaves no entry");
    assert_eq!(before.len(), fs::read(fixture.path("isms.riskwright")).unwrap().len());

    fixture.ok(&upgrade);
    let stale = fixture.ok(&["assess", "FILE", "--methodology", "simple", "--dry-run"]);
    assert!(stale["scenarios"][0]["stale"].to_string().contains("methodology changed"), "{stale:#}");
    fixture.ok(&["assess", "FILE", "--methodology", "simple"]);
    // the scores of both versions are recomputed, each by the package that made them
    let verified = fixture.ok(&["verify", "FILE"]);
    assert_eq!((&verified["ok"], &verified["not_recomputed"]), (&Value::Bool(true), &serde_json::json!([])));
    let past = fixture.ok(&["assess", "FILE", "--methodology", "simple", "--as-of", "4"]);
    assert_eq!(past["scenarios"][0]["inherent"]["level"], "fine");

    let told = fixture.refused(&["plugin", "upgrade", "FILE", &one, "--allow-unsigned"]);
    assert!(told.contains("older") && told.contains("--allow-older"), "{told}");

    let told = fixture.refused(&["plugin", "remove", "FILE", "simple"]);
    assert!(told.contains("--with-methodologies"), "{told}");
    fixture.ok(&["plugin", "remove", "FILE", "simple", "--with-methodologies"]);
    let listed = fixture.ok(&["plugin", "list", "FILE"]);
    assert_eq!(listed["plugins"], serde_json::json!([]));
    let told = fixture.refused(&with(&["plugin", "install", "FILE", &one, "--allow-unsigned"], &MAPPED));
    assert!(told.contains("older"), "what was removed does not come back in an old version: {told}");
    assert_eq!(fixture.ok(&["verify", "FILE"])["ok"], true);
}

#[test]
fn an_upgrade_with_other_levels_wants_their_meaning_and_one_without_the_old_package_goes_by_the_record() {
    let fixture = Fixture::with_risks();
    let (one, two) = (fixture.method("1.0.0", 2), fixture.method("2.0.0", 3));
    let source = fs::read_to_string(fixture.path("method-2.0.0-3.toml")).unwrap();
    let source =
        fixture.write("levels.toml", &(source + "\n[[band]]\ntitle = { en = \"awful\" }\nfrom = 4\n"));
    fixture.ok(&["plugin", "build", &source, "--output", &two]);
    fixture.ok(&with(&["plugin", "install", "FILE", &one, "--allow-unsigned"], &MAPPED));
    fixture.ok(&["assess", "FILE", "--methodology", "simple"]);
    // as it arrives where the package is not
    fixture.ok(&["export", "FILE", "--format", "json", "--output", "all.json"]);
    fs::remove_file(fixture.path("isms.riskwright")).unwrap();
    fixture.ok(&["init", "FILE", "--name", "Acme Ltd"]);
    fixture.ok(&["import", "FILE", "all.json"]);

    let upgrade = ["plugin", "upgrade", "FILE", &two, "--allow-unsigned"];
    let told = fixture.refused(&upgrade);
    assert!(told.contains("fine, bad, awful") && told.contains("--levels"), "{told}");
    let told = fixture.refused(&with(&upgrade, &["--levels", "acceptable,unacceptable,tolerable"]));
    assert!(told.contains("more acceptable"), "{told}");
    let decided =
        ["--levels", "acceptable,tolerable,unacceptable", "--map", "likelihood=likelihood:0,0,0,0,1"];
    let told = fixture.refused(&with(&with(&upgrade, &decided), &["--methodology", "other"]));
    assert!(told.contains("there are: simple"), "{told}");
    let upgraded = fixture.ok(&with(&upgrade, &decided));
    let impact = &upgraded["impact"][0];
    assert!(impact["on_record"].to_string().contains("not at hand"), "{impact:#}");
    let changed: Vec<_> = impact["changed"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let level = |given: &Value| given["level_name"].as_str().unwrap().to_owned();
            (row["scenario"].as_str().unwrap().to_owned(), level(&row["from"]), level(&row["to"]))
        })
        .collect();
    let row = |risk: &str, from: &str, to: &str| (risk.to_owned(), from.to_owned(), to.to_owned());
    // unlikely and grave scores 3 now; likely is low from now on, 3 in place of 4; what is 4 has a level of its own
    assert_eq!(
        changed,
        [row("R-1", "fine", "bad"), row("R-2", "bad", "bad"), row("R-3", "bad", "awful")],
        "{impact:#}"
    );
    let scored = fixture.ok(&["assess", "FILE", "--methodology", "simple"]);
    assert_eq!(scored["scenarios"][2]["inherent"]["level"], "awful");
    assert_eq!(fixture.ok(&["verify", "FILE"])["ok"], true);
}

#[test]
fn altered_packages_are_refused_and_change_nothing() {
    let fixture = Fixture::with_risks();
    let package = fixture.method("1.0.0", 2);
    fixture.ok(&["plugin", "keygen", "acme.key"]);
    fixture.ok(&["plugin", "sign", &package, "--key", "acme.key"]);
    let key = fs::read_to_string(fixture.path("acme.key.pub")).unwrap();
    fixture.ok(&["plugin", "trust", key.trim(), "--owner", "Acme", "--id", "acme.*"]);
    fixture.ok(&["plugin", "verify", &package]);
    let whole = fs::read(&package).unwrap();
    let before = fs::read(fixture.path("isms.riskwright")).unwrap();
    for at in [whole.len() / 3, whole.len() / 2, whole.len() - 40] {
        let mut altered = whole.clone();
        altered[at] ^= 1;
        fs::write(&package, &altered).unwrap();
        let told = fixture.refused(&["plugin", "install", "FILE", &package]);
        assert!(!told.contains("panicked"), "{told}");
    }
    fs::write(&package, &whole[..whole.len() / 2]).unwrap();
    fixture.refused(&["plugin", "install", "FILE", &package]);
    assert!(before == fs::read(fixture.path("isms.riskwright")).unwrap());
    // a key of someone else's field
    fixture.write(
        "other.toml",
        &format!("[[key]]\nowner = 'Acme'\nkey = '{}'\nids = ['other.*']\n", key.trim()),
    );
    fs::write(&package, &whole).unwrap();
    let told = fixture.refused(&["plugin", "install", "FILE", &package, "--trust", "other.toml"]);
    assert!(told.contains("acme.simple"), "{told}");
    assert_eq!(
        fixture.run(&["plugin", "keygen", "acme.key"]).status.code(),
        Some(2),
        "no key is written over"
    );
}

#[test]
fn an_export_goes_on_where_its_packages_are_installed_again() {
    let fixture = Fixture::with_risks();
    fixture.ok(&with(&["plugin", "install", "FILE", "matrix", "--as", "twin"], &[]));
    fixture.ok(&["assess", "FILE", "--methodology", "twin"]);
    fixture.ok(&["export", "FILE", "--format", "json", "--output", "all.json"]);
    fs::remove_file(fixture.path("isms.riskwright")).unwrap();
    fixture.ok(&["init", "FILE", "--name", "Acme Ltd"]);
    fixture.ok(&["import", "FILE", "all.json"]);
    let told = fixture.refused(&["assess", "FILE", "--methodology", "twin"]);
    assert!(told.contains("not at hand"), "{told}");
    let verified = fixture.ok(&["verify", "FILE"]);
    assert_eq!(
        (&verified["ok"], &verified["not_kept"][0]["plugin"]),
        (&true.into(), &"riskwright.matrix".into())
    );
    fixture.ok(&["plugin", "install", "FILE", "matrix"]);
    assert_eq!(fixture.ok(&["verify", "FILE"])["not_kept"], serde_json::json!([]));
    let assessed = fixture.ok(&["assess", "FILE", "--methodology", "twin"]);
    assert_eq!(assessed["recorded"], 0, "the scores hold, to the bit");
}

#[test]
fn restored_scores_of_another_package_are_told_and_forged_ones_found() {
    let fixture = Fixture::with_risks();
    let (one, two) = (fixture.method("1.0.0", 2), fixture.method("1.1.0", 3));
    fixture.ok(&with(&["plugin", "install", "FILE", &one, "--allow-unsigned"], &MAPPED));
    fixture.ok(&["assess", "FILE", "--methodology", "simple"]);
    fixture.ok(&["plugin", "upgrade", "FILE", &two, "--allow-unsigned"]);
    fixture.ok(&["export", "FILE", "--format", "json", "--output", "all.json"]);
    let mut all: Value =
        serde_json::from_str(&fs::read_to_string(fixture.path("all.json")).unwrap()).unwrap();
    let digest = |package: &str| fixture.ok(&["plugin", "inspect", package])["digest"].clone();
    let (digest_one, digest_two) = (digest(&one), digest(&two));
    // the file they are taken over into has the package of now alone
    let verified = |export: &str| {
        let _ = fs::remove_file(fixture.file());
        fixture.ok(&["init", "FILE", "--name", "Acme Ltd"]);
        fixture.ok(&["import", "FILE", export]);
        fixture.ok(&["plugin", "install", "FILE", &two, "--allow-unsigned"]);
        fixture.json(&["verify", "FILE"])
    };
    let (code, told) = verified("all.json");
    assert_eq!((code, &told["not_recomputed"]), (0, &serde_json::json!([digest_one])), "{told:#}");

    // R-1 lies in the cell that the package of now scores otherwise: a digest that fits does not help
    let score = &mut all["isms"]["scores"][0]["inherent"];
    assert_eq!(score["methodology"], digest_one);
    score["methodology"] = digest_two.clone();
    score["digest"] = score_digest(&digest_two, &score["settings"], score, &score["level"]).into();
    fixture.write("forged.json", &all.to_string());
    let (code, told) = verified("forged.json");
    assert_eq!(code, 1, "{told:#}");
    assert!(told["problems"].to_string().contains("not what the methodology computes"), "{told:#}");
}

#[test]
fn own_factors_are_set_imported_and_exported() {
    let fixture = Fixture::with_risks();
    let install = [
        "plugin",
        "install",
        "FILE",
        "fmea",
        "--map",
        "severity=consequence",
        "--map",
        "occurrence=likelihood",
    ];
    fixture.ok(&install);
    fixture.ok(&["set", "FILE", "R-1", "inherent.fmea/detection=2"]);
    let told = fixture.refused(&["set", "FILE", "R-1", "inherent.fmea/detection=11"]);
    assert!(told.contains("a level"), "{told}");
    let more = fixture.write("more.csv", "ID,Inherent fmea/detection\nR-2,3\nR-3,9\n");
    fixture.ok(&["import", "FILE", &more]);
    let bad = fixture.write("bad.csv", "ID,Inherent fmea/detection\nR-2,often\n");
    let (code, told) = fixture.json(&["import", "FILE", &bad]);
    assert_eq!((code, &told["problems"][0]["cell"]), (2, &"B2".into()), "{told:#}");
    let shown = fixture.ok(&["show", "FILE", "R-2"]);
    assert!(
        shown.to_string().contains("fmea/detection") && shown.to_string().contains("\"likelihood\""),
        "{shown}"
    );
    fixture.ok(&["assess", "FILE", "--methodology", "fmea"]);
    let both = fixture.ok(&["assess", "FILE", "--compare", "fmea"]);
    assert_eq!(both["methodologies"], serde_json::json!(["matrix", "fmea"]));
    fixture.ok(&["export", "FILE", "--format", "xlsx", "--output", "all.xlsx"]);
    fixture.ok(&["heatmap", "FILE", "--axes", "likelihood,consequence"]);
    let (code, _) = fixture.json(&["check", "FILE"]);
    assert!(code < 2);
}

#[test]
fn catalogues_and_questionnaires_are_asked() {
    let fixture = Fixture::new();
    fixture.ok(&["plugin", "install", "FILE", "nist-sp800-53"]);
    let covered = fixture.ok(&["catalogue", "coverage", "FILE", "nist-sp800-53"]);
    assert_eq!(covered["controls"].as_array().unwrap().len(), 149);
    let listed = fixture.ok(&["catalogue", "list", "nist-sp800-53"]);
    assert_eq!(listed["controls"].as_array().unwrap().len(), 149);
    let asked = fixture.ok(&["plugin", "ask", "self-assessment"]);
    let missing = asked["evaluation"]["missing"].as_array().unwrap().len();
    assert!(missing > 20, "{missing}");
    let first = asked["questionnaire"]["items"].as_array().unwrap();
    let yes_no = first.iter().find(|item| item["kind"] == "yes-no").unwrap()["id"].as_str().unwrap();
    let answers = fixture.write("answers.json", &format!("{{\"{yes_no}\": true}}"));
    let asked = fixture.ok(&["plugin", "ask", "self-assessment", "--answers", &answers]);
    assert!(asked["evaluation"]["missing"].to_string().find(&format!("\"{yes_no}\"")).is_none());
    let wrong = fixture.write("wrong.json", &format!("{{\"{yes_no}\": \"perhaps\"}}"));
    let told = fixture.refused(&["plugin", "ask", "self-assessment", "--answers", &wrong]);
    assert!(told.contains("true or false"), "{told}");
}
