//! What pages show: core's views, a page of rows at a time.

use super::params::{Findings, HowMuch, OfEdition, Which};
use super::schema;

asked! {
    /// Shows where the ISMS stands
    overview(
        get, path = "/overview", tag = "views", params(OfEdition),
        responses((status = 200, description = "Counts of what there is and what is to be done", body = schema::Overview))
    );
    /// Shows a page of the risk register
    register(
        get, path = "/register", tag = "views", params(Which),
        responses((status = 200, description = "Risks that fit, and how many there are in all", body = schema::Register))
    );
    /// Shows where the risks lie by two factors
    heat(
        get, path = "/heat", tag = "views", params(Which),
        responses((status = 200, description = "Counts by cell; `null` where the methodology has no axes", body = schema::Heat))
    );
    /// Shows a risk with everything
    risk(
        get, path = "/risks/{id}", tag = "views", params(("id" = String, Path, description = "Its id: `R-12`")),
        responses((status = 200, description = "Factors, scores, traces, treatment, acceptances", body = schema::RiskView), (status = 404, description = "There is none", body = schema::Problem, content_type = "application/problem+json"))
    );
    /// Shows what is done about risks
    board(
        get, path = "/board", tag = "views", params(HowMuch),
        responses((status = 200, description = "Actions by status, risks by what is to be done", body = schema::Board))
    );
    /// Derives the Statement of Applicability
    soa(
        get, path = "/soa", tag = "views", params(OfEdition),
        responses((status = 200, description = "A row for each control, with reasons and evidence", body = schema::SoaView))
    );
    /// Lists what an auditor would find
    check(
        get, path = "/check", tag = "views", params(Findings),
        responses((status = 200, description = "The gravest first, each with the record where it is mended", body = schema::CheckView))
    );
    /// Lists the controls of Annex A
    catalogue(
        get, path = "/catalogue", tag = "views", params(OfEdition),
        responses((status = 200, description = "Groups, and controls by id, title and attributes"))
    );
}
