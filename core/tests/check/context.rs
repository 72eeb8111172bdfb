//! Rules of the context, and those of the house.

use super::{RISK, fires_until_mended};

#[test]
fn r16_the_scope_is_determined_and_approved() {
    let define = |set: &str| format!(r#"{{"scope.define":{{"set":{set}}}}}"#);
    fires_until_mended("R16 scope/scope purpose", &[], &[&define(r#"{"purpose":"Hosting"}"#)]);
    fires_until_mended("R16 scope/scope activities", &[], &[&define(r#"{"sites":["Kiel"]}"#)]);
    fires_until_mended(
        "R16 scope/scope interfaces",
        &[],
        &[&define(r#"{"interfaces":[{"what":"Power","with":"Utility"}]}"#)],
    );
    let canteen = define(r#"{"exclusions":[{"what":"Canteen","reason":"no information"}]}"#);
    let till = r#"{"asset.record":{"id":"AS-1","title":"Till","kind":"hardware","location":"canteen"}}"#;
    let moved = r#"{"asset.revise":{"id":"AS-1","set":{"location":"Shop"}}}"#;
    fires_until_mended("R16 asset/AS-1 location", &[&canteen, till], &[moved]);
    let retired = r#"{"asset.revise":{"id":"AS-1","set":{"retired":true}}}"#;
    fires_until_mended("R16 asset/AS-1 location", &[&canteen, till], &[retired]);
    fires_until_mended(
        "R16 scope/scope exclusions",
        &[&define(r#"{"exclusions":[{"what":"Canteen","reason":""}]}"#)],
        &[&define(r#"{"exclusions":[{"what":"Canteen","reason":"no information"}]}"#)],
    );
    fires_until_mended(
        "R16 scope/scope approval",
        &[&define(r#"{"purpose":"Hosting"}"#)],
        &[r#"{"scope.approve":{"by":"CEO"}}"#],
    );
}

#[test]
fn r17_climate_and_requirements_are_decided_upon() {
    let climate =
        r#"{"issue.record":{"id":"IS-1","title":"Climate change","origin":"external","category":"climate"}}"#;
    fires_until_mended(
        "R17 issue/IS-1 relevant",
        &[climate],
        &[r#"{"issue.revise":{"id":"IS-1","set":{"relevant":false}}}"#],
    );
    fires_until_mended(
        "R17 issue/IS-1 reason",
        &[climate, r#"{"issue.revise":{"id":"IS-1","set":{"relevant":false}}}"#],
        &[r#"{"issue.revise":{"id":"IS-1","set":{"reason":"offices in two cities, cloud elsewhere"}}}"#],
    );
    let decided = r#"{"issue.revise":{"id":"IS-1","set":{"relevant":true,"reason":"floods"}}}"#;
    let party = r#"{"party.record":{"id":"P-1","title":"Customers","kind":"customer"}}"#;
    fires_until_mended("R17 organisation/organisation", &[], &[climate, decided, party]);
    let requirement =
        r#"{"requirement.record":{"id":"REQ-1","title":"Report breaches","kind":"contractual"}}"#;
    fires_until_mended(
        "R17 requirement/REQ-1 addressed",
        &[requirement],
        &[r#"{"requirement.revise":{"id":"REQ-1","set":{"addressed":false}}}"#],
    );
    fires_until_mended(
        "R17 requirement/REQ-1 reason",
        &[requirement, r#"{"requirement.revise":{"id":"REQ-1","set":{"addressed":false}}}"#],
        &[r#"{"requirement.revise":{"id":"REQ-1","set":{"reason":"the group does"}}}"#],
    );
}

#[test]
fn r19_objectives_can_be_pursued() {
    let set = r#"{"objective.set":{"id":"OBJ-1","title":"Patch in time"}}"#;
    let measured = [
        r#"{"measure.define":{"id":"MSR-1","title":"Days","method":"Scanner","every_months":1,"direction":"lower","target":7.0,"measured_by":"CTO","analysed_by":"CISO"}}"#,
        r#"{"measure.step":{"id":"MSR-1","step":{"activate":{}}}}"#,
    ];
    fires_until_mended("R19 organisation/organisation", &[], &[set, measured[0], measured[1]]);
    for (field, value) in [
        ("measure", "days"),
        ("responsible", "CTO"),
        ("due", "2026-12-31"),
        ("evaluation", "monthly, by the CISO"),
    ] {
        let revise = format!(r#"{{"objective.revise":{{"id":"OBJ-1","set":{{"{field}":"{value}"}}}}}}"#);
        fires_until_mended(&format!("R19 objective/OBJ-1 {field}"), &[set], &[&revise]);
    }
}

#[test]
fn r24_the_two_duties_are_assigned_to_people() {
    let role = r#"{"role.define":{"id":"ROLE-1","title":"CISO","covers":["conformity","reporting"]}}"#;
    let person = r#"{"role.revise":{"id":"ROLE-1","set":{"person":"B. Keeper"}}}"#;
    fires_until_mended("R24 organisation/organisation", &[], &[role]);
    fires_until_mended("R24 role/ROLE-1 person", &[role], &[person]);
}

#[test]
fn house_rules() {
    let asset = r#"{"asset.record":{"id":"AS-1","title":"File server","kind":"hardware"}}"#;
    fires_until_mended(
        "S01 asset/AS-1 owner",
        &[asset],
        &[r#"{"asset.revise":{"id":"AS-1","set":{"owner":"CTO"}}}"#],
    );
    fires_until_mended(
        "S01 asset/AS-1 owner",
        &[asset],
        &[r#"{"asset.revise":{"id":"AS-1","set":{"retired":true}}}"#],
    );
    fires_until_mended(
        "S02 role/ROLE-1 accepts_up_to",
        &[r#"{"role.define":{"id":"ROLE-1","title":"CISO","accepts_up_to":"severe"}}"#],
        &[r#"{"role.revise":{"id":"ROLE-1","set":{"accepts_up_to":"Very high"}}}"#],
    );
    fires_until_mended(
        "S03 risk/R-1 closed",
        &[RISK, r#"{"risk.close":{"id":"R-1","reason":" "}}"#],
        &[r#"{"risk.reopen":{"id":"R-1"}}"#, r#"{"risk.close":{"id":"R-1","reason":"sold"}}"#],
    );
    fires_until_mended("S04 organisation/organisation", &[], &[r#"{"soa.approve":{"edition":"2022"}}"#]);
    fires_until_mended(
        "S04 soa/SOA-1 digest",
        &[
            r#"{"soa.approve":{"edition":"2022"}}"#,
            r#"{"control.record":{"id":"A.8.13","reasons":["baseline"]}}"#,
        ],
        &[r#"{"soa.approve":{"edition":"2022"}}"#],
    );
    fires_until_mended(
        "S05 control/A.8.13 status",
        &[r#"{"control.record":{"id":"A.8.13","reasons":["baseline"]}}"#],
        &[r#"{"control.revise":{"id":"A.8.13","set":{"status":"planned"}}}"#],
    );
}
