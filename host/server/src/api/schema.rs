//! What goes over the wire, by the schemas that core and this crate derive: the description refers to them by name.

use std::borrow::Cow;

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};
use utoipa::openapi::{Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// Where the schemas stand in the description.
const PLACE: &str = "#/components/schemas/";

macro_rules! schemas {
    ($($name:ident: $type:ty;)*) => {
        $(
            #[doc = concat!("Stands for `", stringify!($type), "`.")]
            #[derive(Debug)]
            pub struct $name;
            impl PartialSchema for $name {
                fn schema() -> RefOr<Schema> {
                    Ref::from_schema_name(stringify!($name)).into()
                }
            }
            impl ToSchema for $name {
                fn name() -> Cow<'static, str> {
                    stringify!($name).into()
                }
            }
        )*

        /// Every schema by its name, and those they refer to.
        #[must_use]
        pub fn all() -> Map<String, Value> {
            let settings = SchemaSettings::draft2020_12().with(|settings| {
                settings.definitions_path = "/components/schemas".into();
                settings.meta_schema = None;
            });
            let mut generator = settings.into_generator();
            let mut roots = Map::new();
            $(roots.insert(stringify!($name).to_owned(), root::<$type>(&mut generator));)*
            let mut all: Map<String, Value> = generator.take_definitions(true).into_iter().collect();
            for (name, root) in roots {
                // most are called there as they are here
                if root.get("$ref").and_then(Value::as_str) != Some(&format!("{PLACE}{name}")) {
                    all.insert(name, root);
                }
            }
            all
        }
    };
}

fn root<T: schemars::JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    generator.subschema_for::<T>().into()
}

schemas! {
    Answered: super::responses::Answered;
    Assessing: riskwright_core::methodology::recording::Assessing;
    Calendar: riskwright_core::view::Calendar;
    Feeds: super::feed::Feeds;
    LifeList: riskwright_core::view::LifeList;
    LifeView: riskwright_core::view::LifeView;
    Board: riskwright_core::view::Board;
    Change: riskwright_core::change::Change;
    Checklist: riskwright_core::view::Checklist;
    CheckView: riskwright_core::view::CheckView;
    Deciding: riskwright_core::response::Deciding;
    Entries: super::journal::Entries;
    Entry: riskwright_core::journal::Entry;
    Event: crate::keeper::Event;
    Heat: riskwright_core::view::Heat;
    Invitations: super::invitations::Invitations;
    Reading: super::invitations::Reading;
    Invited: super::invitations::Invited;
    Inviting: super::invitations::Inviting;
    Left: super::drafts::Left;
    Made: riskwright_core::journal::Made;
    Measures: riskwright_core::view::Measures;
    Looks: super::rooms::Looks;
    OpenRoom: super::rooms::OpenRoom;
    OpeningRoom: super::rooms::OpeningRoom;
    Rooms: super::rooms::Rooms;
    Overview: riskwright_core::view::Overview;
    Problem: crate::problem::Written;
    QuestionnaireFile: riskwright_core::questionnaire::QuestionnaireFile;
    Questionnaires: super::questionnaires::Questionnaires;
    Questions: super::questionnaires::Questions;
    Readiness: riskwright_core::certification::readiness::Readiness;
    Register: riskwright_core::view::Register;
    Records: riskwright_core::view::Records;
    ResponseView: riskwright_core::view::ResponseView;
    Responses: riskwright_core::view::Responses;
    RiskView: riskwright_core::view::RiskView;
    Saved: super::drafts::Saved;
    Saving: super::drafts::Saving;
    Sent: super::responses::Sent;
    Session: super::session::Session;
    SigningIn: super::session::SigningIn;
    SoaView: riskwright_core::view::SoaView;
    Waiting: riskwright_core::calendar::Waiting;
}
