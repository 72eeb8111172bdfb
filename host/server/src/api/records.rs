//! Registers as they are, record by record.

use super::params::After;
use super::schema;

asked! {
    /// Lists the records of a kind
    list(
        get, path = "/records/{kind}", tag = "records", params(("kind" = String, Path, description = "`asset`, `document`, `risk` …"), After),
        responses((status = 200, description = "A page of records", body = schema::Records))
    );
    /// Shows a record
    one(
        get, path = "/records/{kind}/{id}", tag = "records", params(("kind" = String, Path, description = "`asset`, `document`, `risk` …"), ("id" = String, Path, description = "Its id; for one of which there is one, its kind again")),
        responses((status = 200, description = "The record"))
    );
}
