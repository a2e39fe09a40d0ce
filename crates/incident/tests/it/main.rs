//! The forest is a function of the set: any order, any detour, the same groups.

mod order;
