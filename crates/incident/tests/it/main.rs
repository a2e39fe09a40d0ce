//! The forest is a function of the set: any order, any detour, the same groups. And real texts, coded
//! by the real engine, come to the incidents that a reader sees.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod happening;
mod order;
