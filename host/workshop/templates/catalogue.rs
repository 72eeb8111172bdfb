//! {{title}}.

use riskwright_sdk::catalogue::{Catalogue, Contents, Control, Group, Relation};
use riskwright_sdk::texts;

/// The organisation's own rules beside Annex A.
pub struct House;

impl Catalogue for House {
    fn contents() -> Contents {
        Contents::new(texts! { en: "{{title}}", de: "{{title}}" }, "1")
            .group(Group::new("doors", texts! { en: "Doors", de: "Türen" }))
            .group(Group::new("devices", texts! { en: "Devices", de: "Geräte" }))
            .control(
                Control::new("H-1", texts! { en: "Doors are locked at night", de: "Türen sind nachts verschlossen" }, "doors")
                    .attribute("type", "preventive"),
            )
            .control(
                Control::new("H-2", texts! { en: "Screens lock after five minutes", de: "Bildschirme sperren nach fünf Minuten" }, "devices")
                    .statement(texts! { en: "Every device locks its screen by itself after five minutes at most.", de: "Jedes Gerät sperrt seinen Bildschirm nach höchstens fünf Minuten von selbst." })
                    .attribute("type", "preventive"),
            )
            .mapping("H-1", "iso27001-2022", "A.7.2", Relation::Subset)
            .mapping("H-2", "iso27001-2022", "A.7.7", Relation::Subset)
    }
}

riskwright_sdk::export!(catalogue: House);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_control_lies_in_a_group() {
        let contents = House::contents();
        assert!(contents.controls.iter().all(|control| contents.groups.iter().any(|group| group.id == control.group)));
    }
}
