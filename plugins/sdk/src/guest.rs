//! The component's side of the contract: bindings, and what goes between them and the SDK's own types. Nothing here is
//! for authors; [`export!`](crate::export) leads here.

pub mod catalogue;
#[cfg(all(target_arch = "wasm32", feature = "memory"))]
mod memory;
pub mod methodology;
pub mod questionnaire;

/// The generated bindings, a world each: a component exports one or several.
pub mod bindings {
    #![allow(unsafe_code, missing_docs, clippy::all, reason = "generated from the contract")]

    /// Of `interface methodology`.
    pub mod methodology {
        wit_bindgen::generate!({
            path: "../../wit/v0.1.0",
            world: "methodology-plugin",
            pub_export_macro: true,
            export_macro_name: "export_methodology",
        });
    }

    /// Of `interface catalogue`.
    pub mod catalogue {
        wit_bindgen::generate!({
            path: "../../wit/v0.1.0",
            world: "catalogue-plugin",
            pub_export_macro: true,
            export_macro_name: "export_catalogue",
        });
    }

    /// Of `interface questionnaire`.
    pub mod questionnaire {
        wit_bindgen::generate!({
            path: "../../wit/v0.1.0",
            world: "questionnaire-plugin",
            pub_export_macro: true,
            export_macro_name: "export_questionnaire",
        });
    }
}

/// Texts as each interface has them.
macro_rules! texts_of {
    ($bindings:path) => {
        use $bindings as wit;

        #[inline(never)]
        fn texts(texts: crate::texts::Texts) -> Vec<wit::Text> {
            let list = texts.into_list().into_iter();
            list.map(|text| wit::Text { language: text.language.into_owned(), text: text.text.into_owned() })
                .collect()
        }

        #[allow(dead_code, reason = "not every interface has lists of them")]
        #[inline(never)]
        fn text_list(list: Vec<crate::texts::Texts>) -> Vec<Vec<wit::Text>> {
            list.into_iter().map(texts).collect()
        }

        #[allow(dead_code, reason = "not every interface has lists of them")]
        fn strings(ids: Vec<crate::texts::Id>) -> Vec<String> {
            ids.into_iter().map(crate::texts::Id::into_owned).collect()
        }
    };
}
use texts_of;
