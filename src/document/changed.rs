//! Which sentences of a document a change touched.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::Document;

/// For every sentence of `new`, whether it differs from all of `old` at its place.
///
/// Sentences are aligned, so that one inserted above does not touch those below it.
pub fn touched_sentences(old: Option<&Document>, new: &Document) -> Vec<bool> {
    let Some(old) = old else {
        return vec![true; new.sentences.len()];
    };
    let words = |document: &Document| -> Vec<String> {
        document
            .sentences
            .iter()
            .map(|sentence| {
                document
                    .sentence_text(sentence)
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect()
    };
    let (before, after) = (words(old), words(new));
    let mut touched = vec![true; after.len()];
    for op in capture_diff_slices(Algorithm::Myers, &before, &after) {
        if let DiffOp::Equal { new_index, len, .. } = op {
            touched[new_index..new_index + len].fill(false);
        }
    }
    touched
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Parsed, Settings, parse};
    use crate::language::Language;
    use crate::source::{RepoPath, Sources};

    fn document(text: &str) -> Document {
        let path = RepoPath::new("a.md");
        let english = Settings {
            language: Some(Language::English),
            ..Settings::default()
        };
        let id = Sources::new().add(path.clone(), text);
        match parse(id, &path, text, &english) {
            Parsed::Article(document) => *document,
            Parsed::OtherLanguage(code) => panic!("read as {code}"),
        }
    }

    #[test]
    fn reflowed_text_is_not_touched() {
        let old = document("One is here. Two is\nthere.");
        let new = document("Zero comes first. One is\nhere. Two is there.");
        assert_eq!(touched_sentences(Some(&old), &new), [true, false, false]);
    }
}
