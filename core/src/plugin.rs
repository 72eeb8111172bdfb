//! Plugins an ISMS rests on: which package, in which version, signed by whom. What they compute comes through
//! [`Engines`]; the packages themselves are kept by the store.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Rejection, Rule};
use crate::id::PluginId;
use crate::isms::{Isms, Kind, RecordRef};
use crate::methodology::{Methodology, MethodologyError, PluginEngine};
use crate::quantity::{Digest, Title};
use crate::record::{record, words};
use crate::response::{QuestionnaireEngine, QuestionnaireError};

words! {
    /// What a plugin offers.
    pub enum Offer {
        /// Scores from factors.
        Methodology = "methodology",
        /// Controls.
        Catalogue = "catalogue",
        /// Questions, and what follows from the answers.
        Questionnaire = "questionnaire",
    }
}

/// A key by which a package is signed, as the trust policy knew it when the package was installed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Signer {
    /// Whose key it is.
    pub owner: Title,
    /// The public key, 64 hexadecimal digits.
    pub key: Title,
}

record! {
    /// An installed plugin.
    pub struct Plugin, PluginRevision {
        /// Its id: `acme.fmea`.
        id: PluginId,
        required {
            /// Its name.
            title: Title,
            /// Its version.
            version: Title,
            /// Who ships it.
            publisher: Title,
            /// The version of the contract it was built for.
            contract: Title,
            /// What it offers.
            offers: Vec<Offer>,
            /// The digest of manifest and code: what scores pin.
            digest: Digest,
            /// SHA-256 over the package as it was installed, signatures included.
            file: Digest,
        }
        optional {
            /// The trusted keys by which it is signed; none for one that was let in unsigned.
            signers: Vec<Signer>,
            /// Whether it ships with the program that installed it.
            shipped: bool,
            /// Its licence.
            licence: Option<Title>,
        }
    }
}

/// What runs plugins: handed in, since the engine itself runs nothing but its own code.
pub trait Engines: fmt::Debug + Send + Sync {
    /// The methodology of a package under these settings, in the plugin's own terms and the language they were taken
    /// over in.
    ///
    /// `None` where the package is not at hand.
    ///
    /// # Errors
    /// If it does not take the settings, or fails.
    fn methodology(
        &self,
        engine: &PluginEngine,
    ) -> Result<Option<Arc<dyn Methodology + Send + Sync>>, MethodologyError>;

    /// The questionnaire of a package.
    ///
    /// `None` where the package is not at hand.
    ///
    /// # Errors
    /// If it fails.
    fn questionnaire(
        &self,
        _plugin: &PluginId,
        _package: &Digest,
    ) -> Result<Option<Arc<dyn QuestionnaireEngine>>, QuestionnaireError> {
        Ok(None)
    }
}

/// What runs plugins beside an ISMS, where there is anything. It is no part of the state.
#[derive(Debug, Clone, Default)]
pub(crate) struct AtHand {
    pub(crate) engines: Option<Arc<dyn Engines>>,
    /// Whether a journal is replayed: scores of packages that are not at hand are taken as they were recorded.
    pub(crate) replaying: bool,
}

impl PartialEq for AtHand {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Isms {
    /// Hands in what runs plugins. Without it, methodologies of plugins can be looked at, but score nothing.
    #[must_use]
    pub fn with_engines(mut self, engines: Arc<dyn Engines>) -> Self {
        self.set_engines(Some(engines));
        self
    }

    /// As [`Isms::with_engines`], in place; `None` takes them away.
    pub fn set_engines(&mut self, engines: Option<Arc<dyn Engines>>) {
        self.at_hand.engines = engines;
    }

    /// What runs plugins, as it was handed in.
    #[must_use]
    pub fn engines(&self) -> Option<&Arc<dyn Engines>> {
        self.at_hand.engines.as_ref()
    }
}

/// The plugin as it is to be after an upgrade.
pub(crate) fn upgraded(isms: &Isms, plugin: &Plugin) -> Result<Plugin, Rejection> {
    let at = RecordRef::new(Kind::Plugin, &plugin.id);
    let Some(present) = isms.plugins().get(&plugin.id) else {
        return Err(Rejection::new(
            at,
            Rule::UnknownRecord,
            format!("no plugin `{}` is installed", plugin.id),
        )
        .help("install it instead"));
    };
    if present.file == plugin.file {
        let message = format!("version {} of it is installed already, to the byte", plugin.version);
        return Err(Rejection::new(at, Rule::AlreadyExists, message));
    }
    Ok(plugin.clone())
}
