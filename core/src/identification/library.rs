//! The starter library of threats and vulnerabilities, in own words.
