//! Records of any kind as pages list and show them: state, care, date, steps.

use super::params::Listed;
use super::schema;

asked! {
    /// Lists records of a kind with state, care and date
    list(
        get, path = "/lists/{kind}", tag = "views", params(("kind" = String, Path, description = "`asset`, `document`, `risk` …"), Listed),
        responses((status = 200, description = "A page of records, and how many there are in each state", body = schema::LifeList))
    );
    /// Shows a record with its fields, the steps that can be taken with it, and what names it
    one(
        get, path = "/lists/{kind}/{id}", tag = "views", params(("kind" = String, Path, description = "`asset`, `document`, `risk` …"), ("id" = String, Path, description = "Its id; for one of which there is one, its kind again")),
        responses((status = 200, description = "The record and all that belongs to it", body = schema::LifeView))
    );
}
