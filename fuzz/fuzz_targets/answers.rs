//! Any bytes as survey answers; no ballot answers a question that is not asked.
#![no_main]

use domain::Localised;
use exchange::answers::{Codebook, Question, QuestionKind, propose, read};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let question = |id: &str, kind| Question {
        id: id.to_owned(),
        text: Localised::same(id),
        kind,
    };
    let codebook = Codebook {
        questions: vec![
            question("q1", QuestionKind::Scale),
            question("q2", QuestionKind::Text),
        ],
        scale: Vec::new(),
    };
    for table in exchange::table::read_all(bytes).taken.unwrap_or_default() {
        let mut mapping = propose(&table, &codebook);
        mapping.confirm_similar();
        mapping.accept_suggestions();
        for ballot in read(&table, &mapping, &codebook).taken.unwrap_or_default() {
            assert!(
                ballot
                    .answers
                    .keys()
                    .all(|id| codebook.question(id).is_some())
            );
        }
    }
});
