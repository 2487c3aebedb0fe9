//! factlint from outside: the built program on real repositories, and the shape of the source.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "what the tests stand on fails loudly"
)]

mod adopting;
mod architecture;
mod blobs;
mod branches;
mod changes;
mod clones;
mod corpus;
mod entities;
mod formats;
mod hook;
mod indexes;
mod installing;
mod ledger;
mod managers;
mod manual;
mod merges;
mod modes;
mod newsroom;
mod pushes;
mod reports;
mod repositories;
mod rules;
mod scenarios;
mod seeds;
mod support;
mod values;
