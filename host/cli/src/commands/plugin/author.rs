//! The author's side: a plugin begun, packed, tried, measured, translated.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use riskwright_package::{Package, PackageId};
use riskwright_workshop::build::{self, BuildError, BuildOptions, Built};
use riskwright_workshop::component::Interface;
use riskwright_workshop::conformance::{self, KitOptions};
use riskwright_workshop::scaffold::{self, Scaffold};
use riskwright_workshop::{bench, nocode, transpile};
use serde_json::json;

use super::super::{Answer, put_in, write_whole};
use super::keys::secret;
use super::{bytes, package};
use crate::args::{Bench, Build, New, PluginKind, Test, Transpile};
use crate::fault::{Fault, io};
use crate::print;

/// Says on a terminal what is being done.
fn progress() -> impl FnMut(&str) -> bool {
    let watched = std::io::stderr().is_terminal();
    move |what| {
        if watched {
            eprint!("\r\x1b[2K{what} …");
            // a message that can't be shown changes nothing
            let _ = std::io::stderr().flush();
        }
        true
    }
}

fn settled() {
    if std::io::stderr().is_terminal() {
        eprint!("\r\x1b[2K");
    }
}

pub fn build(args: &Build) -> Result<Answer, Fault> {
    let mut progress = progress();
    let built = built(args, &mut progress);
    settled();
    let built = built?;
    let (file, signed_by) = match &args.key {
        None => (built.package.clone(), None),
        Some(key) => {
            let secret = secret(key)?;
            let package = Package::read(&built.package).map_err(|error| Fault::new(error.to_string()))?;
            let signed = package.sign(&secret).map_err(|error| Fault::new(error.to_string()))?;
            (signed, Some(secret.public().to_string()))
        }
    };
    let output = args.output.clone().unwrap_or_else(|| beside(&args.source, &built));
    write_whole(&output, &file)?;
    let offers: Vec<&str> = built.exports.iter().map(|export| export.name()).collect();
    let mut text = format!(
        "Made {}: `{}` {}, {}, {:.1} kB, no imports.\nDigest {}",
        output.display(),
        built.manifest.id(),
        built.manifest.version(),
        offers.join(" and "),
        file.len() as f64 / 1000.0,
        built.digest
    );
    text += &match &signed_by {
        Some(key) => format!("\nSigned by {key}."),
        None => format!(
            "\nTry it with `riskwright plugin test {0}`, sign it with `riskwright plugin sign {0}`.",
            output.display()
        ),
    };
    let json = json!({ "output": output, "id": built.manifest.id(), "version": built.manifest.version(),
        "exports": offers, "size": file.len(), "digest": built.digest, "signed_by": signed_by });
    Ok(Answer::new(text, json))
}

fn beside(source: &Path, built: &Built) -> PathBuf {
    let folder = if source.is_dir() { Some(source) } else { source.parent() };
    folder.unwrap_or(Path::new(".")).join(&built.file_name)
}

fn built(args: &Build, progress: &mut dyn FnMut(&str) -> bool) -> Result<Built, Fault> {
    let source = &args.source;
    let ending = source.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    if source.is_dir() && args.manifest.is_none() {
        let target_dir = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
        let options = BuildOptions { target_dir, ..BuildOptions::default() };
        return build::project(source, &options, progress).map_err(|error| Fault::new(error.to_string()));
    }
    let read = || std::fs::read_to_string(source).map_err(|error| io("read", source, &error));
    let flaws = |error: nocode::NocodeError| match error {
        nocode::NocodeError::Flaws(flaws) => {
            let count = print::count(flaws.len(), "thing is wrong with it", "things are wrong with it");
            let list = flaws.iter().map(|flaw| Fault::new(flaw.to_string())).collect();
            let json =
                json!({ "error": { "message": format!("{}: {count}", source.display()), "flaws": flaws } });
            Fault::new(format!("{}: {count}", source.display())).with(list).json(json)
        }
        other => Fault::new(format!("{}: {other}", source.display())),
    };
    if args.manifest.is_some() && ending != "wasm" {
        return Err(Fault::new("--manifest goes with a component (.wasm)").help(
            "a crate's manifest is in its Cargo.toml, a catalogue's is made of --id, --publisher and so on",
        ));
    }
    match ending.as_str() {
        "wasm" => component(args),
        "toml" => nocode::matrix(&read()?).map_err(flaws),
        "json" => nocode::catalogue_oscal(&read()?, &about(args)?).map_err(flaws),
        "xlsx" | "xls" | "ods" | "csv" | "md" => {
            let file = std::fs::read(source).map_err(|error| io("read", source, &error))?;
            let name = source.file_name().unwrap_or_default().to_string_lossy();
            let grids = riskwright_tables::read(&name, &file)
                .map_err(|error| Fault::new(format!("{}: {error}", source.display())))?;
            let grid = grids.iter().max_by_key(|grid| grid.rows.len());
            let grid = grid.ok_or_else(|| Fault::new(format!("{} has no table", source.display())))?;
            nocode::catalogue_table(grid, &about(args)?).map_err(flaws)
        }
        _ => Err(Fault::new(format!("{} is nothing a package can be made of", source.display()))
            .help("give a plugin's folder, a .wasm component, a .toml of a matrix method, a .json of an OSCAL catalogue, or a .xlsx or .csv of controls")),
    }
}

/// A component that another tool built, with the manifest beside it.
fn component(args: &Build) -> Result<Built, Fault> {
    let file = std::fs::read(&args.source).map_err(|error| io("read", &args.source, &error))?;
    let path = args.manifest.clone().unwrap_or_else(|| args.source.with_file_name("manifest.json"));
    let manifest = std::fs::read(&path).map_err(|error| {
        let fault = io("read", &path, &error);
        if args.manifest.is_some() {
            fault
        } else {
            fault.help("name the package's manifest with --manifest")
        }
    })?;
    build::component(&file, &manifest).map_err(|error| {
        let place = if matches!(error, BuildError::OwnManifest(_)) { &path } else { &args.source };
        Fault::new(format!("{}: {error}", place.display()))
    })
}

/// What a catalogue's source does not say of the package.
fn about(args: &Build) -> Result<nocode::CatalogueOptions, Fault> {
    let stem = args.source.file_stem().and_then(|stem| stem.to_str()).unwrap_or("catalogue");
    let part: String =
        stem.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let id = args.id.clone().unwrap_or_else(|| format!("own.{}", part.trim_matches('-')));
    let known: Result<PackageId, _> = id.parse();
    known.map_err(|error| {
        Fault::new(format!("`{id}`: {error}")).help("say the package's id with --id, such as acme.controls")
    })?;
    Ok(nocode::CatalogueOptions {
        id,
        publisher: args.publisher.clone(),
        licence: args.licence.clone(),
        version: args.version.clone(),
        title: args.title.clone(),
        language: args.language.clone(),
    })
}

pub fn new(args: &New) -> Result<Answer, Fault> {
    let name = args.name.rsplit('.').next().unwrap_or(&args.name);
    let dir = args.place.join(name);
    let built_from = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../plugins/sdk"));
    let sdk = sdk(args.sdk.as_deref(), built_from)?;
    let kind = match args.kind {
        PluginKind::Methodology => Interface::Methodology,
        PluginKind::Catalogue => Interface::Catalogue,
        PluginKind::Questionnaire => Interface::Questionnaire,
    };
    let text = format!("It is built with the SDK in {}.", sdk.display());
    let wanted = Scaffold { name: args.name.clone(), kind, publisher: args.publisher.clone(), sdk };
    let made = scaffold::new(&dir, &wanted).map_err(|error| Fault::new(error.to_string()))?;
    let text = format!(
        "Made {}: `{}`, a {} that works as it is. {text}\n\nNext:\n  cd {}\n  cargo test                    the method's own tests\n  riskwright plugin build       makes the package\n  riskwright plugin test *.wasm the conformance kit",
        dir.display(),
        made.id,
        kind.name(),
        dir.display()
    );
    Ok(Answer::new(text, serde_json::to_value(&made).map_err(|error| Fault::new(error.to_string()))?))
}

/// The folder of the SDK: the one that was said, or that of the sources this program was built from.
fn sdk(said: Option<&Path>, built_from: &Path) -> Result<PathBuf, Fault> {
    let sdk = said.or_else(|| Some(built_from).filter(|sdk| sdk.is_dir())).ok_or_else(|| {
        Fault::new("the sources this program was built from, and the SDK among them, are not here any more")
            .help("get Riskwright's sources, and say where the SDK is with --sdk PATH: the folder plugins/sdk in them")
    })?;
    sdk.canonicalize().map_err(|error| io("found", sdk, &error))
}

pub fn test(args: &Test) -> Result<Answer, Fault> {
    let file = bytes(&args.package)?;
    // what is no package is told as such, not as a failed check
    package(&args.package, &file)?;
    let defaults = KitOptions::default();
    let options = KitOptions { seed: args.seed, cases: args.cases.unwrap_or(defaults.cases), ..defaults };
    let mut progress = progress();
    let report = conformance::run(&file, &options, &mut progress);
    settled();
    let report = report.map_err(|error| Fault::new(error.to_string()))?;
    let rows = report.checks.iter().map(|check| {
        let sign = if check.passed { "✓" } else { "✗" };
        let told = check.failure.as_ref().map(ToString::to_string).unwrap_or_default();
        vec![sign.to_owned(), check.name.clone(), check.cases.to_string(), told]
    });
    let failed = report.checks.iter().filter(|check| !check.passed).count();
    let summary = match failed {
        0 => format!(
            "`{}` {} keeps all {} promises (seed {}).",
            report.plugin,
            report.version,
            report.checks.len(),
            report.seed
        ),
        _ => format!(
            "`{}` {} breaks {failed} of {} promises; --seed {} gives the same cases again.",
            report.plugin,
            report.version,
            report.checks.len(),
            report.seed
        ),
    };
    let text = format!("{}\n{summary}", print::table(&["", "Promise", "Cases", "What breaks it"], rows));
    let json = serde_json::to_value(&report).map_err(|error| Fault::new(error.to_string()))?;
    Ok(Answer { code: u8::from(!report.passed), ..Answer::new(text, json) })
}
pub fn bench(args: &Bench) -> Result<Answer, Fault> {
    let file = bytes(&args.package)?;
    package(&args.package, &file)?;
    let mut progress = progress();
    let figures = bench::run(&file, &mut progress);
    settled();
    let figures = figures.map_err(|error| Fault::new(error.to_string()))?;
    let time = |us: f64| if us >= 1000.0 { format!("{:.1} ms", us / 1000.0) } else { format!("{us:.1} µs") };
    let mut rows = vec![
        vec!["Size".to_owned(), format!("{:.1} kB", figures.size as f64 / 1000.0)],
        vec!["Memory it begins with".to_owned(), format!("{} KiB", figures.memory_kib)],
        vec!["Compiling, once".to_owned(), time(figures.compile_us)],
    ];
    for (name, us) in [
        ("A fresh instance and one row", figures.first_row_us),
        ("One row on an instance that is there", figures.live_row_us),
        ("The whole catalogue", figures.catalogue_us),
        ("An evaluation without answers", figures.evaluate_us),
    ] {
        rows.extend(us.map(|us| vec![name.to_owned(), time(us)]));
    }
    for (count, ns) in &figures.per_row_ns {
        rows.push(vec![format!("Each of {count} rows"), format!("{ns:.0} ns")]);
    }
    let text = print::table(&["", "Median"], rows);
    Ok(Answer::new(text, serde_json::to_value(&figures).map_err(|error| Fault::new(error.to_string()))?))
}

pub fn transpile(args: &Transpile) -> Result<Answer, Fault> {
    let file = bytes(&args.package)?;
    package(&args.package, &file)?;
    let files = transpile::to_es_module(&file).map_err(|error| Fault::new(error.to_string()))?;
    let sizes = put_in(&args.output, &files)?;
    let rows = files
        .iter()
        .map(|(name, bytes)| vec![name.clone(), format!("{:.1} kB", bytes.len() as f64 / 1000.0)]);
    let text = format!(
        "{}\nWrote {} to {}. Import run.mjs to have it run in a worker and ended at its time limit, plugin.mjs to call it where you are.",
        print::table(&["File", "Size"], rows),
        print::count(files.len(), "file", "files"),
        args.output.display()
    );
    Ok(Answer::new(text, json!({ "output": args.output, "files": sizes })))
}

#[cfg(test)]
mod tests {
    use miette::Diagnostic;

    use super::*;

    #[test]
    fn without_its_sources_it_asks_where_the_sdk_is() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let gone = here.join("not/there");
        let told = sdk(None, &gone).unwrap_err();
        assert!(Diagnostic::help(&told).unwrap().to_string().contains("--sdk PATH"));
        assert_eq!(sdk(Some(here), &gone).unwrap(), here.canonicalize().unwrap());
        assert_eq!(sdk(None, here).unwrap(), here.canonicalize().unwrap());
        assert!(sdk(Some(&gone), here).unwrap_err().to_string().contains("not/there"));
    }
}
