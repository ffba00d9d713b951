//! The audit log: what is recorded of each change. Entries are chained by hash per organisation.

use crate::words::words;

words! {
    /// What happened. Every use case that changes something records one of these.
    AuditKind {
        /// The organisation was created.
        OrganisationCreated = "organisation.created",
        /// The organisation was erased; this one is written in the installation's own log.
        OrganisationErased = "organisation.erased",
        /// A person was invited.
        MemberInvited = "member.invited",
        /// A person joined.
        MemberJoined = "member.joined",
        /// A person's roles changed.
        MemberChanged = "member.changed",
        /// A person was removed.
        MemberRemoved = "member.removed",
        /// Members must have a second step, or need not any more.
        SecondStepAsked = "member.second-step",
        /// A member logged in.
        LoggedIn = "login.in",
        /// A wrong password or code was given for a member.
        LoginRefused = "login.refused",
        /// A member's password was changed.
        PasswordChanged = "login.password",
        /// A member took a second step into use.
        SecondStepAdded = "login.step-added",
        /// A second step of a member was removed.
        SecondStepRemoved = "login.step-removed",
        /// A member's recovery codes were made again.
        CodesRenewed = "login.codes",
        /// An invitation was taken back.
        InvitationWithdrawn = "member.invitation-withdrawn",
        /// A new password was begun for a person, by a coordinator or the operator.
        ResetBegun = "member.reset-begun",
        /// It was stopped, by a coordinator or the person.
        ResetStopped = "member.reset-stopped",
        /// The person has chosen a new password with the code.
        ResetDone = "member.reset",
        /// The organisation joined a programme.
        ProgrammeJoined = "programme.joined",
        /// A programme's facts changed.
        ProgrammeChanged = "programme.changed",
        /// A partner's or host's people were let in.
        PartnerLetIn = "programme.partner-let-in",
        /// Their access was ended.
        PartnerShutOut = "programme.partner-shut-out",
        /// A round was created.
        RoundCreated = "round.created",
        /// A round's facts or state changed.
        RoundChanged = "round.changed",
        /// A criterion was judged.
        JudgementSaved = "judgement.saved",
        /// A finding was written or changed.
        FindingSaved = "finding.saved",
        /// A finding was removed.
        FindingRemoved = "finding.removed",
        /// A measure was proposed or changed.
        ActionSaved = "action.saved",
        /// A measure was removed.
        ActionRemoved = "action.removed",
        /// The leadership summary's own text changed.
        SummarySaved = "summary.saved",
        /// A framework was loaded.
        FrameworkLoaded = "framework.loaded",
        /// A framework was removed.
        FrameworkRemoved = "framework.removed",
        /// A survey was created.
        SurveyCreated = "survey.created",
        /// A survey draft changed.
        SurveyChanged = "survey.changed",
        /// A survey was opened.
        SurveyOpened = "survey.opened",
        /// A survey was closed.
        SurveyClosed = "survey.closed",
        /// One-time links were made. How many, never which.
        LettersMade = "survey.letters",
        /// Letters were asked for that a second person must confirm. How many.
        LettersAsked = "survey.letters-asked",
        /// A second person confirmed that letters are made. How many.
        LettersConfirmed = "survey.letters-confirmed",
        /// A second person refused that letters are made. How many.
        LettersRefused = "survey.letters-refused",
        /// A request for letters was taken back. How many.
        LettersWithdrawn = "survey.letters-withdrawn",
        /// The roll of a closed survey and the marks of used codes were erased.
        RollErased = "survey.roll-erased",
        /// Answers were imported.
        AnswersImported = "survey.imported",
        /// Imported answers were removed as a whole.
        AnswersRemoved = "survey.import-removed",
        /// Free texts were cleared for reading.
        TextReleased = "survey.text-released",
        /// An interview was created.
        InterviewCreated = "interview.created",
        /// An interview's notes or facts changed.
        InterviewSaved = "interview.saved",
        /// An interview was removed.
        InterviewRemoved = "interview.removed",
        /// A passage was coded or changed.
        PassageSaved = "passage.saved",
        /// A coding was removed.
        PassageRemoved = "passage.removed",
        /// Interview notes were imported.
        NotesImported = "interview.imported",
        /// A document was reviewed.
        DocumentReviewed = "document.reviewed",
        /// A document checklist was imported.
        DocumentsImported = "document.imported",
        /// A threat was adapted, or the shipped ranges were taken again.
        ThreatAdapted = "threat.adapted",
        /// A measure was planned or changed.
        MeasurePlanned = "measure.planned",
        /// A measure of the municipality's own was removed.
        MeasureRemoved = "measure.removed",
        /// The loss that is tolerated was decided or changed.
        AppetiteSaved = "risk.appetite",
        /// A risk was accepted until a day, or the acceptance was changed.
        RiskAccepted = "risk.accepted",
        /// An acceptance was removed.
        AcceptanceRemoved = "risk.acceptance-removed",
        /// A body's decision was recorded or changed.
        DecisionRecorded = "decision.recorded",
        /// A recorded decision was removed.
        DecisionRemoved = "decision.removed",
        /// A simulation was begun.
        SimulationBegun = "risk.simulated",
        /// A service, or what it depends on, was described or changed.
        ServiceSaved = "service.saved",
        /// A service, or what it depends on, was removed.
        ServiceRemoved = "service.removed",
        /// Services were taken from the starting set.
        ServicesAdopted = "service.adopted",
        /// Services were imported.
        ServicesImported = "service.imported",
        /// A part of the handbook was written, or the shipped text was taken again.
        HandbookSaved = "handbook.saved",
        /// Which parts of the handbook are shown, or whether it is public, was changed.
        HandbookChanged = "handbook.changed",
        /// A picture was brought to the handbook.
        HandbookPictureAdded = "handbook.picture-added",
        /// A picture was taken away from the handbook.
        HandbookPictureRemoved = "handbook.picture-removed",
        /// A training session was held, or its record was removed.
        SessionHeld = "training.held",
        /// People were reminded of the training. Never who.
        TrainingReminded = "training.reminded",
        /// How often people are reminded was chosen.
        ReminderChosen = "training.rhythm",
        /// A survey was joined to the training of a term, or taken from it.
        TrainingSurveyed = "training.survey",
        /// A secret output was opened or downloaded.
        SecretOpened = "secret.opened",
    }
}

impl AuditKind {
    /// Whether its subject is a person or an invitation.
    pub fn is_about_a_person(self) -> bool {
        self.code().starts_with("member.")
    }
}
