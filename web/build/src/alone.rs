//! A page that is one file: opens from a disk, and needs nothing.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::bundle::join;
use crate::{BuildError, Made, integrity, read};

/// The page with a questionnaire in it: JSON of a questionnaire's file. Its policy lets its own script run, by its digest,
/// and nothing be fetched.
///
/// # Errors
/// If the questionnaire is no JSON, or a file of `web/elements` is missing.
pub fn page(made: &[Made], questionnaire: &str) -> Result<String, BuildError> {
    let document: Value = serde_json::from_str(questionnaire)
        .map_err(|error| BuildError::Source { file: "the questionnaire", what: error.to_string() })?;
    let of = |name: &str| made.iter().find(|(known, _)| known == name).map(|(_, bytes)| bytes.as_slice());
    let text = |name: &str| String::from_utf8_lossy(of(name).unwrap_or_default()).into_owned();
    let part = text("assessment.js").replace("export class Part", "class Part");
    let script = [
        "const assessment = (() => {\n",
        &part,
        "return { Part };\n})();\n",
        &join(&[&read("elements/alone.js")?, &read("elements/riskwright.js")?]),
    ]
    .concat();
    let mut data = String::new();
    for (name, bytes) in
        made.iter().filter(|(name, _)| name.starts_with("assessment.") && !name.ends_with(".js"))
    {
        let held = if name.ends_with(".wasm") {
            STANDARD.encode(bytes)
        } else {
            // signs of a table that pages may not hold
            String::from_utf8_lossy(bytes).into_owned()
        };
        data.push_str(&format!("<script type=\"text/plain\" id=\"{name}\">{held}</script>\n"));
    }
    // nothing in the document can end the script it stands in
    let json = document.to_string().replace('<', "\\u003c");
    let title = title(&document["contents"]["title"]).replace('&', "&amp;").replace('<', "&lt;");
    let digest = integrity(script.as_bytes());
    Ok(format!(
        "<!doctype html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<meta name=\"color-scheme\" content=\"light dark\">
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src '{digest}' 'wasm-unsafe-eval'\">
<title>{title}</title>
</head>
<body>
<main><riskwright-assessment><script type=\"application/json\">{json}</script></riskwright-assessment></main>
{data}<script type=\"module\">{script}</script>
</body>
</html>
"
    ))
}

/// The first text of a title, however it is written.
fn title(texts: &Value) -> String {
    let first = match texts {
        Value::String(text) => Some(text.as_str()),
        Value::Object(by_language) => {
            by_language.get("en").or(by_language.values().next()).and_then(Value::as_str)
        }
        Value::Array(list) => list.first().and_then(|text| text["text"].as_str()),
        _ => None,
    };
    first.unwrap_or("Questionnaire").to_owned()
}
