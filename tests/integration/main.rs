//! factlint from outside: the built program on real repositories, and the shape of the source.

mod architecture;
mod hook;
mod modes;
mod seeds;
mod support;
