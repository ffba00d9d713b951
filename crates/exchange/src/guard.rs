//! A guard around readers of others that may panic on hostile files.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs a reader, and gives nothing when it panics.
///
/// The readers of binary formats index into what the file claims; a file that lies makes some of
/// them panic. Nothing they had in hand is used afterwards, so unwinding leaves nothing half-done.
pub(crate) fn guarded<T>(read: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(read)).ok()
}
