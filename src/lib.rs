//! factlint checks that what a Git repository says stays consistent.
//!
//! It reads the articles that a change adds or edits, extracts the claims they make, and
//! compares them with the facts that the rest of the repository has already established. A
//! contradiction is reported with both sentences side by side. It is deterministic and works
//! offline.
//!
//! # Words
//!
//! A *snapshot* is one tree of the repository; a *change* is one path with its old and new blob
//! between two. A *document* is a parsed article. A *mention* is a name or a value in the text,
//! an *entity* is what a name denotes, an *attribute* is what is said of it. A *claim* is
//! (entity, attribute, value, qualifiers, modality) with its *evidence*; a *fact* is a claim with
//! its *provenance*; the *ledger* holds facts by entity and attribute. Two values *agree*,
//! *conflict* or are *incomparable*, never just "equal or not".
//!
//! # Flow
//!
//! ```text
//! git: snapshots ─► documents ─► extract: claims ─► ledger ─► contradiction ─► diagnostics
//!                                                              ─► suppress ─► report ─► exit code
//! ```
//!
//! One direction; each arrow is a function that takes values and returns values. The pipeline
//! stands on one screen in [`check`].
//!
//! # Invariants
//!
//! - Extraction never fails and never panics, whatever the bytes.
//! - A fact is a claim with provenance: the same extraction reads both sides.
//! - Mistakes in the user's files are diagnostics with spans, all of them collected.
//! - Findings are not errors; what could not be read is never an empty result.
//! - Core types are not `Serialize`: each wire format has its own structs.
//! - Every [`source::Span`] lies on character boundaries of the stored bytes.
//! - `gix` is used only in [`git`]; drawing only in the human report; nothing below [`cli`]
//!   prints or reads the environment.
//!
//! # Modules, in reading order
//!
//! Each may use only those above it, and not all of them: a test holds the table.

/// The bytes of a table that is part of the program, as the build script left them.
macro_rules! baked_bytes {
    ($path:expr) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $path, ".bin"))
    };
}

/// A table that is part of the program.
macro_rules! baked {
    ($path:literal) => {
        rmp_serde::from_slice(baked_bytes!($path))
    };
}

pub mod source;

pub mod language;

pub mod diagnostic;

pub mod value;

pub mod document;

pub mod entity;

pub mod claim;

pub mod rule;

pub mod extract;

pub mod ledger;

pub mod contradiction;

pub mod suppress;

pub mod config;

pub mod git;

pub mod check;

pub mod report;

pub mod cli;
