//! What a catalogue promises. Ids, tree and references are checked by the host as it reads one.

use riskwright_core::catalogue::{Edition, find};
use riskwright_runtime::catalogue::CatalogueContents;
use riskwright_runtime::text::Texts;

use super::{Failure, Kit, Outcome};

pub(super) fn look(kit: &mut Kit<'_>) {
    kit.check("the catalogue is well formed", |plugin, _| {
        plugin.catalogue().map(|contents| contents.controls.len()).map_err(|problem| (1, problem.into()))
    });
    kit.check("the catalogue is the same each time", |plugin, _| {
        let (Ok(first), Ok(second)) = (plugin.catalogue(), plugin.catalogue()) else { return Ok(0) };
        if first == second {
            Ok(2)
        } else {
            Err((2, Failure::new("asked twice, it gives two different catalogues")))
        }
    });
    kit.check("it has controls, and each a title in the default language", |plugin, _| {
        let Ok(contents) = plugin.catalogue() else { return Ok(0) };
        titled(&contents, plugin.manifest().default_language().as_str())
    });
    kit.check("mappings to Annex A lead to controls that exist", |plugin, _| {
        let Ok(contents) = plugin.catalogue() else { return Ok(0) };
        mapped(&contents)
    });
}

pub(super) fn speaks(texts: &Texts, language: &str) -> bool {
    texts.0.iter().any(|text| text.language == language && !text.text.trim().is_empty())
}

fn titled(contents: &CatalogueContents, language: &str) -> Outcome {
    if contents.controls.is_empty() {
        return Err((0, Failure::new("the catalogue has no controls")));
    }
    let groups = contents.groups.iter().map(|group| ("group", &group.id, &group.title));
    let controls = contents.controls.iter().map(|control| ("control", &control.id, &control.title));
    let mut cases = 0;
    for (what, id, title) in groups.chain(controls) {
        cases += 1;
        if !speaks(title, language) {
            let message = format!(
                "the {what} `{id}` has no title in `{language}`, the default language of the package"
            );
            return Err((cases, Failure::new(message)));
        }
    }
    Ok(cases)
}

fn mapped(contents: &CatalogueContents) -> Outcome {
    for (at, mapping) in contents.mappings.iter().enumerate() {
        let edition = match mapping.catalogue.as_str() {
            "iso27001-2022" => Edition::E2022,
            "iso27001-2013" => Edition::E2013,
            _ => continue,
        };
        if find(&mapping.other).is_none_or(|(found, _)| found != edition) {
            let message = format!(
                "`{}` is mapped to `{}`, which Annex A of {} does not have",
                mapping.control,
                mapping.other,
                edition.as_str()
            );
            return Err((at + 1, Failure::new(message)));
        }
    }
    Ok(contents.mappings.len())
}
