//! Programmes of several organisations.
