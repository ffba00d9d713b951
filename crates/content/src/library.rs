//! Everything that ships, read into one value.

use domain::framework::Framework;

use crate::handbook::HandbookPack;
use crate::survey::SurveyPack;
use crate::threat::ThreatPack;
use crate::training::TrainingPack;
use crate::{
    ExpectedDocument, Files, Guide, Municipality, Origin, Problem, StartingSet, check, document,
    framework, handbook, interview, municipality, service, survey, threat, training,
};

/// All packs, read.
#[derive(Debug, Clone)]
pub struct Library {
    /// The assessment framework.
    pub framework: Framework,
    /// Question bank and instruments.
    pub survey: SurveyPack,
    /// Interview guides.
    pub guides: Vec<Guide>,
    /// Expected documents.
    pub documents: Vec<ExpectedDocument>,
    /// Threats, measures against them and their sources.
    pub threats: ThreatPack,
    /// The handbook for elected officials.
    pub handbook: HandbookPack,
    /// The training programme for elected officials.
    pub training: TrainingPack,
    /// The starting set of services.
    pub services: StartingSet,
    /// Municipalities by code.
    pub municipalities: Vec<Municipality>,
    /// Where the list of municipalities comes from.
    pub municipality_origins: Vec<Origin>,
    /// What could not be read.
    unread: Vec<Problem>,
}

impl Library {
    /// Reads all packs. What is wrong is left out and told by [`Library::problems`].
    pub fn read(files: &Files) -> Self {
        let mut unread = Vec::new();
        let (municipalities, municipality_origins) = municipality::read(files, &mut unread);
        Self {
            framework: framework::read(files, &mut unread),
            survey: survey::read(files, &mut unread),
            guides: interview::read(files, &mut unread),
            documents: document::read(files, &mut unread),
            threats: threat::read(files, &mut unread),
            handbook: handbook::read(files, &mut unread),
            training: training::read(files, &mut unread),
            services: service::read(files, &mut unread),
            municipalities,
            municipality_origins,
            unread,
        }
    }

    /// Everything wrong in the packs and between them, by file and line.
    pub fn problems(&self) -> Vec<Problem> {
        let mut all = self.unread.clone();
        all.extend(check::between(self));
        all.extend(training::between(&self.training, &self.handbook));
        all.sort();
        all
    }
}
