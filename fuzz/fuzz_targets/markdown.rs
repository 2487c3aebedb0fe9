//! Any bytes as Markdown.
#![no_main]

#[path = "formats/document.rs"]
mod document;

use factlint::document::Format;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| document::read(bytes, Format::Markdown));
