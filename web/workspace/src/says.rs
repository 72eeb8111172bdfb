//! What the elements say: a function for each message of `web/texts`.
#![allow(dead_code, reason = "a message may be said by one page alone")]

use riskwright_web_parts::phrases::{Phrases, Value};

include!(concat!(env!("OUT_DIR"), "/says.rs"));
