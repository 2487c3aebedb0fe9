//! Any text, in either language, with and without a day of writing: spans fit, nothing conflicts
//! with itself.
#![no_main]

use factlint::language::Language;
use factlint::value::{Agreement, Tolerance, agree, values};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for language in Language::ALL {
        for reference in [None, "2025-11-21".parse().ok()] {
            for (span, value) in values(text, language, reference) {
                assert!(text.get(span.start..span.end).is_some());
                assert!(!matches!(agree(&value, &value, Tolerance::None), Agreement::Conflicts(_)));
            }
        }
    }
});
