//! Bytes as they are stored: compressed (Zstandard), behind a checksum (XXH3, 64 bits) of them and of their
//! place, so that nothing is taken for what it is not.

use std::cell::RefCell;

use zstd::bulk::{Compressor, Decompressor};

use super::packed::{Packed, pack, unpack};

/// More effort than this makes little smaller.
const LEVEL: i32 = 3;

/// The size of a dictionary, in bytes.
const SIZE: usize = 32 << 10;

/// Fewer samples teach nothing.
pub(super) const FEWEST_SAMPLES: usize = 64;

/// What many short texts have in common, so that each is stored in fewer bytes.
#[derive(Default)]
pub(super) struct Dictionary {
    bytes: Vec<u8>,
    compressor: RefCell<Option<Compressor<'static>>>,
    decompressor: RefCell<Option<Decompressor<'static>>>,
}

impl std::fmt::Debug for Dictionary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Dictionary").field("bytes", &self.bytes.len()).finish()
    }
}

impl Dictionary {
    /// The dictionary that was made before.
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            ..Self::default()
        }
    }

    /// Learns what samples have in common; nothing where they are too few.
    pub(super) fn learned(samples: &[Vec<u8>]) -> Self {
        if samples.len() < FEWEST_SAMPLES {
            return Self::default();
        }
        Self::new(zstd::dict::from_samples(samples, SIZE).unwrap_or_default())
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether it holds anything.
    pub(super) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    fn compress(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut compressor = self.compressor.borrow_mut();
        if compressor.is_none() {
            *compressor = Compressor::with_dictionary(LEVEL, &self.bytes).ok();
        }
        compressor.as_mut()?.compress(bytes).ok()
    }

    fn decompress(&self, bytes: &[u8], length: usize) -> Option<Vec<u8>> {
        let mut decompressor = self.decompressor.borrow_mut();
        if decompressor.is_none() {
            *decompressor = Decompressor::with_dictionary(&self.bytes).ok();
        }
        decompressor.as_mut()?.decompress(bytes, length).ok()
    }

    /// Bytes for a place: their checksum, their length (32 bits), how they are compressed, and themselves.
    pub(super) fn seal(&self, place: u64, bytes: &[u8]) -> Vec<u8> {
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        let mut body = length.to_le_bytes().to_vec();
        match self.compress(bytes) {
            Some(packed) if packed.len() < bytes.len() => {
                body.push(if self.is_empty() { PLAIN } else { LEARNED });
                body.extend(packed);
            }
            _ => {
                body.push(WHOLE);
                body.extend(bytes);
            }
        }
        let mut sealed = checksum(place, &body).to_le_bytes().to_vec();
        sealed.extend(body);
        sealed
    }

    /// The bytes that were sealed for a place; none where they are not what was stored there.
    pub(super) fn unseal(&self, place: u64, sealed: &[u8]) -> Option<Vec<u8>> {
        let (expected, body) = sealed.split_first_chunk::<8>()?;
        (u64::from_le_bytes(*expected) == checksum(place, body)).then_some(())?;
        let (length, body) = body.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let (how, packed) = body.split_first()?;
        let bytes = match *how {
            WHOLE => packed.to_vec(),
            PLAIN => Decompressor::new().ok()?.decompress(packed, length).ok()?,
            LEARNED if !self.is_empty() => self.decompress(packed, length)?,
            _ => return None,
        };
        (bytes.len() == length).then_some(bytes)
    }

    /// A value sealed for a place.
    pub(super) fn seal_value(&self, place: u64, value: &impl Packed) -> Vec<u8> {
        self.seal(place, &pack(value))
    }

    /// The value that was sealed for a place.
    pub(super) fn unseal_value<T: Packed>(&self, place: u64, sealed: &[u8]) -> Option<T> {
        unpack(&self.unseal(place, sealed)?)
    }
}

/// Not compressed.
const WHOLE: u8 = 0;
/// Compressed without a dictionary.
const PLAIN: u8 = 1;
/// Compressed with a dictionary.
const LEARNED: u8 = 2;

fn checksum(place: u64, body: &[u8]) -> u64 {
    xxhash_rust::xxh3::xxh3_64_with_seed(body, place)
}
