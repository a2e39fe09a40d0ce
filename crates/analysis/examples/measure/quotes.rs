//! Placeholder until the finder of speech stands.

use serde_json::Value;

pub(crate) fn measure(_documents: &[Value], _errors: bool) {}
