//! What `build.rs` derives from the files in `data/`.

/// A family of controls.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
}

/// A place that the organisation fills in.
#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) id: &'static str,
    pub(crate) label: &'static str,
    pub(crate) choices: &'static [&'static str],
    /// 1 for one, 0 for any number.
    pub(crate) how_many: u32,
}

/// A control, or an enhancement of one.
#[derive(Debug)]
pub(crate) struct Control {
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    pub(crate) group: &'static str,
    pub(crate) enhances: Option<&'static str>,
    pub(crate) statement: &'static str,
    pub(crate) parameters: &'static [Parameter],
    pub(crate) attributes: &'static [(&'static str, &'static str)],
    pub(crate) related: &'static [&'static str],
}

/// What a control is to one of Annex A.
#[derive(Debug, Clone, Copy)]
#[allow(dead_code, reason = "all four relations are known to the file, whichever it uses")]
pub(crate) enum Relation {
    Equal,
    Subset,
    Superset,
    Intersects,
}

/// A control beside one of Annex A.
#[derive(Debug)]
pub(crate) struct Mapping {
    pub(crate) control: &'static str,
    pub(crate) other: &'static str,
    pub(crate) relation: Relation,
}

include!(concat!(env!("OUT_DIR"), "/table.rs"));
