pub mod source;
pub mod language;
pub mod diagnostic;
pub mod value;
pub mod document;
pub mod entity;
