//! A reading view of a text that remembers where each byte came from.
//!
//! Prose spells one thing in many ways: curly and straight apostrophes, a dozen
//! kinds of space, dashes, composed and decomposed accents, CRLF. Grammar sees
//! one spelling; spans still point at the original bytes.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Span;

/// Text in the one spelling that the readers expect, with the way back.
#[derive(Debug, Clone)]
pub struct MappedText {
    text: String,
    /// One entry wherever the distance to the original changes.
    shifts: Vec<Shift>,
    original_len: usize,
}

/// From `here` on, the text comes from `original` on.
#[derive(Debug, Clone, Copy)]
struct Shift {
    here: usize,
    original: usize,
    /// Whether a character was left out: an end at `here` lies before it.
    dropped: bool,
}

impl MappedText {
    /// Reads `original` into the one spelling.
    pub fn new(original: &str) -> Self {
        Self::read(original, false)
    }

    /// The same for markup in which "&eacute;" and "&#8217;" stand for characters. Those of angle
    /// brackets stay as they are, so that no markup comes of them.
    pub fn with_entities(original: &str) -> Self {
        Self::read(original, original.contains('&'))
    }

    fn read(original: &str, entities: bool) -> Self {
        let mut text = String::with_capacity(original.len());
        let mut shifts = vec![Shift {
            here: 0,
            original: 0,
            dropped: false,
        }];
        let mut chars = original.char_indices().peekable();
        while let Some((start, first)) = chars.next() {
            let mut end = start + first.len_utf8();
            if entities
                && first == '&'
                && let Some((characters, behind)) = entity_at(original, start)
            {
                while chars.next_if(|(at, _)| *at < behind).is_some() {}
                let before = text.len();
                let mut decoded = characters.chars().peekable();
                while let Some(character) = decoded.next() {
                    push_spelled(&mut text, character, decoded.peek().copied());
                }
                if text.len() - before != behind - start {
                    shifts.push(Shift {
                        here: text.len(),
                        original: behind,
                        dropped: text.len() == before,
                    });
                }
                continue;
            }
            if first.is_ascii() && first != '\r' && !chars.peek().is_some_and(|(_, next)| is_mark(*next)) {
                text.push(first);
                continue;
            }
            let mut cluster_has_marks = false;
            while let Some((_, next)) = chars.peek()
                && is_mark(*next)
            {
                end += next.len_utf8();
                cluster_has_marks = true;
                chars.next();
            }
            let before = text.len();
            if cluster_has_marks {
                // What does not compose to one character stays as it is, so that no offset falls inside.
                let mut composed = original[start..end].nfc();
                match (composed.next(), composed.next()) {
                    (Some(one), None) => text.push(one),
                    _ => text.push_str(&original[start..end]),
                }
            } else {
                push_spelled(&mut text, first, chars.peek().map(|(_, next)| *next));
            }
            if text.len() - before != end - start {
                shifts.push(Shift {
                    here: text.len(),
                    original: end,
                    dropped: text.len() == before,
                });
            }
        }
        Self {
            text,
            shifts,
            original_len: original.len(),
        }
    }

    /// The text in the one spelling.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The original bytes of a range of this view.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.original_start(range.start);
        Span::new(start, self.original_end(range.end).max(start))
    }

    /// The offset in this view of an offset in the original (of the character it lies in).
    pub fn offset_here(&self, original: usize) -> usize {
        let at = self.shifts.partition_point(|shift| shift.original <= original);
        let shift = self.shifts[at.saturating_sub(1)];
        let limit = self.shifts.get(at).map_or(self.text.len(), |next| next.here);
        let mut offset = (shift.here + (original - shift.original)).min(limit);
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    fn original_start(&self, here: usize) -> usize {
        let at = self.shifts.partition_point(|shift| shift.here <= here);
        self.behind_shift(at, here)
    }

    /// An end belongs to what stands before it: a character that was left out after it stays outside.
    fn original_end(&self, here: usize) -> usize {
        let mut at = self.shifts.partition_point(|shift| shift.here <= here);
        while at > 1 && self.shifts[at - 1].dropped && self.shifts[at - 1].here == here {
            at -= 1;
        }
        self.behind_shift(at, here)
    }

    fn behind_shift(&self, behind: usize, here: usize) -> usize {
        let shift = self.shifts[behind.saturating_sub(1)];
        (shift.original + (here - shift.here)).min(self.original_len)
    }
}

/// The longest name of an entity, in bytes: "&CounterClockwiseContourIntegral;".
const LONGEST_ENTITY: usize = 33;

/// What the entity that begins at a byte stands for, and the byte behind it.
fn entity_at(original: &str, start: usize) -> Option<(String, usize)> {
    let rest = &original.as_bytes()[start..];
    let length = rest.iter().take(LONGEST_ENTITY).position(|byte| *byte == b';')? + 1;
    let entity = original.get(start..start + length)?;
    let name = &entity[1..length - 1];
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#');
    if !is_name || matches!(name, "lt" | "gt" | "LT" | "GT" | "#60" | "#62") {
        return None;
    }
    let decoded = htmlize::unescape(entity);
    let is_bracket = decoded.contains(['<', '>']);
    (decoded != entity && !is_bracket).then(|| (decoded.into_owned(), start + length))
}

fn is_mark(character: char) -> bool {
    !character.is_ascii() && is_combining_mark(character)
}

fn push_spelled(text: &mut String, character: char, next: Option<char>) {
    match character {
        '\r' if next == Some('\n') => {}
        '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => text.push('\n'),
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bb}' | '\u{2bc}' | '\u{2035}' | '\u{2032}' | '\u{ff07}' => {
            text.push('\'')
        }
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{2033}' => text.push('"'),
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => text.push(' '),
        '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}' => text.push('-'),
        '\u{2015}' => text.push('\u{2014}'),
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => {}
        other => text.push(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn back<'a>(original: &'a str, mapped: &MappedText, needle: &str) -> &'a str {
        let at = mapped.as_str().find(needle).expect("the needle is in the view");
        let span = mapped.span(at..at + needle.len());
        &original[span.start..span.end]
    }

    #[test]
    fn spans_come_back_to_the_original_bytes() {
        let original = "\u{feff}l\u{2019}été : 1\u{202f}250\u{a0}€\r\nfin e\u{301}cole";
        let mapped = MappedText::new(original);
        assert_eq!(mapped.as_str(), "l'été : 1 250 €\nfin école");
        assert_eq!(back(original, &mapped, "l'été"), "l\u{2019}été");
        assert_eq!(back(original, &mapped, "1 250 €"), "1\u{202f}250\u{a0}€");
        assert_eq!(back(original, &mapped, "école"), "e\u{301}cole");
        assert_eq!(back(original, &mapped, "€"), "€");
    }

    #[test]
    fn entities_come_back_to_the_original_bytes() {
        let original = "caf&eacute; : 1&nbsp;250&#8239;&euro; &lt;b&gt; R&D &unknown; l&#8217;an";
        let mapped = MappedText::with_entities(original);
        assert_eq!(mapped.as_str(), "café : 1 250 € &lt;b&gt; R&D &unknown; l'an");
        assert_eq!(back(original, &mapped, "café"), "caf&eacute;");
        assert_eq!(back(original, &mapped, "1 250 €"), "1&nbsp;250&#8239;&euro;");
        assert_eq!(back(original, &mapped, "l'an"), "l&#8217;an");
    }

    proptest! {
        #[test]
        fn any_range_maps_to_character_boundaries(original in "(?:[a é\u{301}\u{2019}\u{a0}\u{200b}\r\n€𝄞&;]|&eacute;|&nbsp;|&ZeroWidthSpace;|&lt;){0,20}") {
            let mapped = MappedText::with_entities(&original);
            let ends: Vec<usize> = (0..=mapped.as_str().len()).filter(|at| mapped.as_str().is_char_boundary(*at)).collect();
            for (i, start) in ends.iter().enumerate() {
                for end in &ends[i..] {
                    let span = mapped.span(*start..*end);
                    prop_assert!(original.get(span.start..span.end).is_some());
                }
            }
            for (offset, _) in original.char_indices() {
                prop_assert!(mapped.as_str().is_char_boundary(mapped.offset_here(offset)));
            }
        }
    }
}
