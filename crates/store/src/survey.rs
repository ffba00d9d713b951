//! Surveys: what they are; answers are kept elsewhere.
