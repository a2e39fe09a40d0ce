//! `document`.
