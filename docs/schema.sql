-- The whole schema, as the migrations in internal/db/migrations make it on PostgreSQL.
-- Written by make schema; a test compares the two.

CREATE TABLE account (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	email         TEXT NOT NULL,
	name          TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('active', 'ended')),
	PRIMARY KEY (force_id, id, version)
);

CREATE UNIQUE INDEX account_email ON account (force_id, email) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000 AND standing = 'active';
CREATE INDEX account_name ON account (force_id, name, id) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE account_attempt (
	force_id    TEXT NOT NULL,
	subject     TEXT NOT NULL,
	tries       BIGINT NOT NULL,
	last_at     BIGINT NOT NULL,
	blocked_until BIGINT NOT NULL,
	PRIMARY KEY (force_id, subject)
);

CREATE TABLE account_credential (
	force_id    TEXT NOT NULL,
	account_id  TEXT NOT NULL,
	kind        TEXT NOT NULL,
	id          TEXT NOT NULL,
	secret      TEXT NOT NULL,
	made_at     BIGINT NOT NULL,
	PRIMARY KEY (force_id, account_id, kind, id)
);

CREATE TABLE account_link (
	force_id    TEXT NOT NULL,
	id          TEXT NOT NULL,
	hash        TEXT NOT NULL,
	account_id  TEXT NOT NULL,
	purpose     TEXT NOT NULL CHECK (purpose IN ('invitation', 'reset')),
	made_by     TEXT NOT NULL,
	made_at     BIGINT NOT NULL,
	until_at    BIGINT NOT NULL,
	used_at     BIGINT NOT NULL,
	PRIMARY KEY (force_id, id)
);

CREATE INDEX account_link_account ON account_link (force_id, account_id);
CREATE UNIQUE INDEX account_link_hash ON account_link (force_id, hash);
CREATE TABLE account_session (
	force_id    TEXT NOT NULL,
	id          TEXT NOT NULL,
	hash        TEXT NOT NULL,
	account_id  TEXT NOT NULL,
	post        TEXT NOT NULL,
	agent       TEXT NOT NULL,
	made_at     BIGINT NOT NULL,
	seen_at     BIGINT NOT NULL,
	until_at    BIGINT NOT NULL,
	PRIMARY KEY (force_id, id)
);

CREATE INDEX account_session_account ON account_session (force_id, account_id);
CREATE UNIQUE INDEX account_session_hash ON account_session (force_id, hash);
CREATE TABLE account_token (
	force_id    TEXT NOT NULL,
	id          TEXT NOT NULL,
	hash        TEXT NOT NULL,
	account_id  TEXT NOT NULL,
	name        TEXT NOT NULL,
	post        TEXT NOT NULL,
	made_by     TEXT NOT NULL,
	made_at     BIGINT NOT NULL,
	seen_at     BIGINT NOT NULL,
	until_at    BIGINT NOT NULL,
	ended_at    BIGINT NOT NULL,
	PRIMARY KEY (force_id, id)
);

CREATE INDEX account_token_account ON account_token (force_id, account_id);
CREATE UNIQUE INDEX account_token_hash ON account_token (force_id, hash);
CREATE TABLE accreditation (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	person_id     TEXT NOT NULL,
	org_id        TEXT NOT NULL,
	number        TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('proposed', 'in-force', 'suspended', 'withdrawn', 'refused', 'left', 'ceased')),
	begins_at     BIGINT NOT NULL,
	ends_at       BIGINT NOT NULL,
	powers        TEXT NOT NULL, appealed TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX accreditation_appealed ON accreditation (force_id, appealed) WHERE appealed <> '';
CREATE INDEX accreditation_asat ON accreditation (force_id, superseded_at, begins_at, ends_at, from_at, until_at, known_at, standing, org_id, person_id, number, id, powers);
CREATE INDEX accreditation_length ON accreditation (force_id, (ends_at - begins_at)) WHERE ends_at < 253402214400000;
CREATE INDEX accreditation_open ON accreditation (force_id, ends_at, begins_at) WHERE ends_at = 253402214400000;
CREATE INDEX accreditation_org ON accreditation (force_id, org_id, superseded_at, id);
CREATE INDEX accreditation_person ON accreditation (force_id, person_id, id);
CREATE TABLE agreement (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	org_id        TEXT NOT NULL,
	kind          TEXT NOT NULL CHECK (kind IN ('protocol', 'sharing', 'supplement')),
	number        TEXT NOT NULL,
	family_id     TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('draft', 'issued', 'signed', 'in-force', 'superseded', 'ended', 'discarded')),
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX agreement_family ON agreement (force_id, family_id);
CREATE INDEX agreement_org ON agreement (force_id, org_id);
CREATE INDEX agreement_standing ON agreement (force_id, standing, kind) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE agreement_template (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	kind          TEXT NOT NULL,
	number        BIGINT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE TABLE agreement_text (
	force_id      TEXT NOT NULL,
	hash          TEXT NOT NULL,
	content       TEXT NOT NULL,
	added_at      BIGINT NOT NULL,
	PRIMARY KEY (force_id, hash)
);

CREATE TABLE ap_number (
	force_id         TEXT NOT NULL,
	number           TEXT NOT NULL,
	person_id        TEXT NOT NULL,
	PRIMARY KEY (force_id, number)
);

CREATE TABLE api_answer (
	force_id    TEXT NOT NULL,
	account_id  TEXT NOT NULL,
	key         TEXT NOT NULL,
	request     TEXT NOT NULL,
	run         TEXT NOT NULL,
	made_at     BIGINT NOT NULL,
	status      BIGINT NOT NULL,
	head        TEXT NOT NULL,
	body        BYTEA NOT NULL,
	PRIMARY KEY (force_id, account_id, key)
);

CREATE INDEX api_answer_made ON api_answer (force_id, made_at);
CREATE TABLE application (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	prospect_id   TEXT NOT NULL,
	sort_name     TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('draft', 'sent', 'returned', 'recommended', 'approved', 'refused', 'withdrawn')),
	org_id        TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX application_prospect ON application (force_id, prospect_id) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX application_standing ON application (force_id, standing) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE application_draft (
	force_id       TEXT NOT NULL,
	application_id TEXT NOT NULL,
	saved_at       BIGINT NOT NULL,
	form           TEXT NOT NULL,
	PRIMARY KEY (force_id, application_id)
);

CREATE TABLE application_link (
	force_id       TEXT NOT NULL,
	hash           TEXT NOT NULL,
	application_id TEXT NOT NULL,
	made_at        BIGINT NOT NULL,
	until_at       BIGINT NOT NULL,
	used_at        BIGINT NOT NULL,
	ended_at       BIGINT NOT NULL,
	session_hash   TEXT NOT NULL,
	seen_at        BIGINT NOT NULL,
	PRIMARY KEY (force_id, hash)
);

CREATE INDEX application_link_application ON application_link (force_id, application_id);
CREATE INDEX application_link_session ON application_link (force_id, session_hash);
CREATE TABLE area (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	kind          TEXT NOT NULL CHECK (kind IN ('force', 'local-policing-area', 'district', 'authority', 'ward', 'drawn')),
	name          TEXT NOT NULL,
	code          TEXT NOT NULL,
	parent_id     TEXT NOT NULL,
	authority_id  TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX area_kind ON area (force_id, kind, name) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE authority (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	left_out      BIGINT NOT NULL CHECK (left_out IN (0, 1)),
	PRIMARY KEY (force_id, id, version)
);

CREATE TABLE badge (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	serial        TEXT NOT NULL,
	person_id     TEXT NOT NULL,
	org_id        TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('in-stock', 'issued', 'lost', 'stolen', 'destroyed')),
	recall_day    TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX badge_person ON badge (force_id, person_id, serial) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX badge_recall ON badge (force_id, org_id, serial, id) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX badge_serial ON badge (force_id, serial, id) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE bank_line (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('waiting', 'booked', 'aside')),
	paid_day      BIGINT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX bank_line_standing ON bank_line (force_id, standing, paid_day) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE blob (
	force_id    TEXT NOT NULL,
	hash        TEXT NOT NULL,
	type        TEXT NOT NULL CHECK (type IN ('image/jpeg', 'image/png', 'application/pdf', 'application/geo+json', 'text/csv',
		'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')),
	size        BIGINT NOT NULL,
	content     BYTEA NOT NULL,
	added_at    BIGINT NOT NULL,
	PRIMARY KEY (force_id, hash)
);

CREATE TABLE card (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	number        TEXT NOT NULL,
	accreditation_id TEXT NOT NULL,
	person_id     TEXT NOT NULL,
	org_id        TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('ordered', 'printed', 'held', 'lost', 'stolen', 'returned', 'destroyed', 'replaced')),
	ends_day      TEXT NOT NULL,
	recall_day    TEXT NOT NULL,
	list          BIGINT NOT NULL, batch_id TEXT NOT NULL DEFAULT '', chase_day TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX card_accreditation ON card (force_id, accreditation_id) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX card_ends ON card (force_id, ends_day) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX card_in_batch ON card (force_id, batch_id) WHERE batch_id <> '' AND until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX card_list ON card (force_id, list) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX card_newest ON card (force_id, (CASE standing WHEN 'held' THEN 0 ELSE 1 END), (-from_at), id) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX card_number ON card (force_id, number, id) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX card_org ON card (force_id, org_id, number, id) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX card_person ON card (force_id, person_id);
CREATE INDEX card_recall ON card (force_id, org_id) WHERE recall_day <> '' AND until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE card_batch (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('made', 'printed', 'checked', 'dispatched', 'collected', 'dropped')),
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX card_batch_standing ON card_batch (force_id, standing) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE card_code (
	force_id    TEXT NOT NULL,
	card_id     TEXT NOT NULL,
	number      BIGINT NOT NULL,
	word        TEXT NOT NULL,
	until_at    BIGINT NOT NULL,
	PRIMARY KEY (force_id, card_id, number)
);

CREATE TABLE card_mark (
	force_id    TEXT NOT NULL,
	card_id     TEXT NOT NULL,
	number      TEXT NOT NULL,
	cti         TEXT NOT NULL,
	list        BIGINT NOT NULL,
	place       BIGINT NOT NULL,
	credential  BYTEA NOT NULL,
	PRIMARY KEY (force_id, card_id)
);

CREATE UNIQUE INDEX card_mark_cti ON card_mark (force_id, cti);
CREATE UNIQUE INDEX card_mark_number ON card_mark (force_id, number);
CREATE UNIQUE INDEX card_mark_place ON card_mark (force_id, list, place);
CREATE TABLE card_seen (
	force_id    TEXT NOT NULL,
	card_id     TEXT NOT NULL,
	day         TEXT NOT NULL,
	how         TEXT NOT NULL CHECK (how IN ('scan', 'number', 'program')),
	outcome     TEXT NOT NULL CHECK (outcome IN ('valid', 'not-valid', 'could-not-check')),
	n           BIGINT NOT NULL,
	last_at     BIGINT NOT NULL,
	PRIMARY KEY (force_id, card_id, day, how, outcome)
);

CREATE TABLE card_stock (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	kind          TEXT NOT NULL CHECK (kind IN ('blank', 'badge')),
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX card_stock_kind ON card_stock (force_id, kind) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE chaser (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	org_id        TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX chaser_org ON chaser (force_id, org_id, id) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE clockwork_event (
	force_id    TEXT NOT NULL,
	feed_id     TEXT NOT NULL,
	item        TEXT NOT NULL,
	day         TEXT NOT NULL,
	summary     TEXT NOT NULL,
	detail      TEXT NOT NULL,
	sequence    BIGINT NOT NULL,
	changed_at  BIGINT NOT NULL,
	cancelled   BIGINT NOT NULL,
	PRIMARY KEY (force_id, feed_id, item)
);

CREATE TABLE clockwork_feed (
	force_id    TEXT NOT NULL,
	id          TEXT NOT NULL,
	account_id  TEXT NOT NULL,
	hash        TEXT NOT NULL,
	made_at     BIGINT NOT NULL,
	seen_at     BIGINT NOT NULL,
	PRIMARY KEY (force_id, id)
);

CREATE UNIQUE INDEX clockwork_feed_account ON clockwork_feed (force_id, account_id);
CREATE UNIQUE INDEX clockwork_feed_hash ON clockwork_feed (force_id, hash);
CREATE TABLE clockwork_run (
	force_id    TEXT NOT NULL,
	day         TEXT NOT NULL,
	done_at     BIGINT NOT NULL,
	PRIMARY KEY (force_id, day)
);

CREATE TABLE clockwork_told (
	force_id    TEXT NOT NULL,
	whom        TEXT NOT NULL,
	item        TEXT NOT NULL,
	due_day     TEXT NOT NULL,
	step        BIGINT NOT NULL,
	told_at     BIGINT NOT NULL,
	message_id  TEXT NOT NULL,
	PRIMARY KEY (force_id, whom, item)
);

CREATE INDEX clockwork_told_item ON clockwork_told (force_id, item);
CREATE TABLE complaint (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	reference     TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('received', 'acknowledged', 'referred', 'enquiring', 'reported', 'decided', 'in-review', 'reviewed', 'withdrawn', 'passed')),
	org_id        TEXT NOT NULL,
	person_id     TEXT NOT NULL,
	received_at   BIGINT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX complaint_org ON complaint (force_id, org_id, id);
CREATE UNIQUE INDEX complaint_reference ON complaint (force_id, reference) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX complaint_standing ON complaint (force_id, standing) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE complaint_link (
	force_id     TEXT NOT NULL,
	hash         TEXT NOT NULL,
	complaint_id TEXT NOT NULL,
	made_at      BIGINT NOT NULL,
	ended_at     BIGINT NOT NULL,
	PRIMARY KEY (force_id, hash)
);

CREATE INDEX complaint_link_complaint ON complaint_link (force_id, complaint_id);
CREATE TABLE contact_check (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE TABLE course (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	kind          TEXT NOT NULL CHECK (kind IN ('initial', 'refresher', 'cpd')),
	provider_id   TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE TABLE course_session (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	course_id     TEXT NOT NULL,
	last_day      TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('planned', 'held', 'called-off')),
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX course_session_last ON course_session (force_id, standing, last_day) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE desk_filter (
	force_id    TEXT NOT NULL,
	account_id  TEXT NOT NULL,
	id          TEXT NOT NULL,
	list        TEXT NOT NULL CHECK (list IN ('people', 'organisations')),
	name        TEXT NOT NULL,
	query       TEXT NOT NULL,
	PRIMARY KEY (force_id, account_id, id)
);

CREATE UNIQUE INDEX desk_filter_name ON desk_filter (force_id, account_id, list, name);
CREATE TABLE desk_lapse (
	force_id    TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	what        TEXT NOT NULL CHECK (what IN ('period', 'vetting', 'training', 'law')),
	at          BIGINT NOT NULL,
	powers      TEXT NOT NULL,
	PRIMARY KEY (force_id, person_id, what, at)
);

CREATE INDEX desk_lapse_at ON desk_lapse (force_id, at, person_id);
CREATE TABLE desk_line (
	force_id         TEXT NOT NULL,
	person_id        TEXT NOT NULL,
	accreditation_id TEXT NOT NULL,
	org_id           TEXT NOT NULL,
	org_name         TEXT NOT NULL,
	sort_org         TEXT NOT NULL,
	name             TEXT NOT NULL,
	sort_name        TEXT NOT NULL,
	number           TEXT NOT NULL,
	role_title       TEXT NOT NULL,
	stage            TEXT NOT NULL CHECK (stage IN ('put-forward', 'vetting', 'vetting-refused', 'cleared', 'proposed', 'granted', 'suspended', 'org-stopped', 'refused', 'ended')),
	begins_at        BIGINT NOT NULL,
	until_at         BIGINT NOT NULL,
	ends_as          TEXT NOT NULL,
	due_at           BIGINT NOT NULL,
	due_what         TEXT NOT NULL,
	waiting_day      TEXT NOT NULL,
	area_text        TEXT NOT NULL,
	powers           BIGINT NOT NULL,
	photo            TEXT NOT NULL, team_id TEXT NOT NULL DEFAULT '', team_name TEXT NOT NULL DEFAULT '', written_at BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (force_id, person_id)
);

CREATE INDEX desk_line_due ON desk_line (force_id, due_at, person_id);
CREATE INDEX desk_line_name ON desk_line (force_id, sort_name, person_id);
CREATE INDEX desk_line_number ON desk_line (force_id, number, person_id);
CREATE INDEX desk_line_of_org ON desk_line (force_id, org_id, stage, sort_name);
CREATE INDEX desk_line_org ON desk_line (force_id, sort_org, sort_name, person_id);
CREATE INDEX desk_line_role ON desk_line (force_id, role_title, person_id);
CREATE INDEX desk_line_stage ON desk_line (force_id, stage, until_at, begins_at);
CREATE INDEX desk_line_team ON desk_line (force_id, team_id, sort_name, person_id) WHERE team_id <> '';
CREATE TABLE desk_line_area (
	force_id    TEXT NOT NULL,
	area_id     TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	PRIMARY KEY (force_id, area_id, person_id)
);

CREATE INDEX desk_line_area_person ON desk_line_area (force_id, person_id);
CREATE TABLE desk_line_power (
	force_id    TEXT NOT NULL,
	power       TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	until_at    BIGINT NOT NULL,
	PRIMARY KEY (force_id, power, person_id)
);

CREATE INDEX desk_line_power_person ON desk_line_power (force_id, person_id);
CREATE TABLE desk_word (
	force_id   TEXT NOT NULL,
	person_id  TEXT NOT NULL,
	word       TEXT NOT NULL,
	PRIMARY KEY (force_id, person_id, word)
);

CREATE INDEX desk_word_word ON desk_word (force_id, word, person_id);
CREATE TABLE equality_tally (
	force_id    TEXT NOT NULL,
	quarter     TEXT NOT NULL,
	sealed      BYTEA NOT NULL,
	PRIMARY KEY (force_id, quarter)
);

CREATE TABLE evaluation (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	org_id        TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX evaluation_org ON evaluation (force_id, org_id, id);
CREATE TABLE fee_charge (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	event         TEXT NOT NULL,
	about_id      TEXT NOT NULL,
	org_id        TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('waiting', 'invoiced', 'waived', 'dropped', 'credit-due', 'credited')),
	raised_day    BIGINT NOT NULL,
	words         TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE UNIQUE INDEX fee_charge_about ON fee_charge (force_id, event, about_id) WHERE version = 1;
CREATE INDEX fee_charge_org ON fee_charge (force_id, org_id);
CREATE INDEX fee_charge_standing ON fee_charge (force_id, standing, raised_day) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE fee_number (
	force_id TEXT NOT NULL,
	number   TEXT NOT NULL,
	kind     TEXT NOT NULL,
	n        BIGINT NOT NULL,
	paper_id TEXT NOT NULL,
	PRIMARY KEY (force_id, number)
);

CREATE UNIQUE INDEX fee_number_n ON fee_number (force_id, kind, n);
CREATE TABLE fee_paper (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	number        TEXT NOT NULL,
	kind          TEXT NOT NULL CHECK (kind IN ('quote', 'invoice', 'receipt', 'credit')),
	org_id        TEXT NOT NULL,
	of_id         TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('offered', 'taken', 'withdrawn', 'owed', 'settled', 'in-credit', 'booked', 'reversed', 'given')),
	made_day      BIGINT NOT NULL,
	due_day       BIGINT NOT NULL, words TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX fee_paper_made ON fee_paper (force_id, kind, made_day) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX fee_paper_of ON fee_paper (force_id, of_id);
CREATE INDEX fee_paper_org ON fee_paper (force_id, org_id);
CREATE INDEX fee_paper_standing ON fee_paper (force_id, standing, due_day) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX fee_paper_words ON fee_paper (force_id, words) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE fee_tariff (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE TABLE force (
	id          TEXT NOT NULL PRIMARY KEY,
	name        TEXT NOT NULL,
	short_name  TEXT NOT NULL,
	host        TEXT NOT NULL,
	settings    TEXT NOT NULL,
	created_at  BIGINT NOT NULL
);

CREATE TABLE import_draft (
	force_id    TEXT NOT NULL,
	id          TEXT NOT NULL,
	account_id  TEXT NOT NULL,
	kind        TEXT NOT NULL CHECK (kind IN ('people', 'organisations')),
	name        TEXT NOT NULL,
	size        BIGINT NOT NULL,
	content     BYTEA NOT NULL,
	choices     TEXT NOT NULL,
	state       TEXT NOT NULL CHECK (state IN ('open', 'taking', 'taken')),
	outcome     TEXT NOT NULL,
	made_at     BIGINT NOT NULL,
	taken_at    BIGINT NOT NULL,
	PRIMARY KEY (force_id, id)
);

CREATE INDEX import_draft_account ON import_draft (force_id, account_id, made_at);
CREATE TABLE incident_file (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	month         TEXT NOT NULL,
	reporter      TEXT NOT NULL,
	number        BIGINT NOT NULL,
	digest        TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE UNIQUE INDEX incident_file_month ON incident_file (force_id, month, reporter) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE incident_place (
	force_id      TEXT NOT NULL,
	number        BIGINT NOT NULL,
	lon           BIGINT NOT NULL,
	lat           BIGINT NOT NULL,
	street        TEXT NOT NULL,
	lsoa          TEXT NOT NULL,
	lsoa_name     TEXT NOT NULL,
	PRIMARY KEY (force_id, number)
);

CREATE TABLE incident_record (
	force_id      TEXT NOT NULL,
	file          BIGINT NOT NULL,
	line          BIGINT NOT NULL,
	kind          BIGINT NOT NULL CHECK (kind BETWEEN 1 AND 16),
	place         BIGINT NOT NULL,
	crime         BYTEA,
	outcome       TEXT NOT NULL,
	PRIMARY KEY (force_id, file, line)
);

CREATE TABLE incident_tally (
	force_id      TEXT NOT NULL,
	file          BIGINT NOT NULL,
	tally         BYTEA NOT NULL,
	PRIMARY KEY (force_id, file)
);

CREATE TABLE ledger_checkpoint (
	force_id    TEXT NOT NULL,
	size        BIGINT NOT NULL,
	root        BYTEA NOT NULL,
	note        TEXT NOT NULL,
	at          BIGINT NOT NULL,
	PRIMARY KEY (force_id, size)
);

CREATE TABLE ledger_entry (
	force_id    TEXT NOT NULL,
	id          TEXT NOT NULL,
	place       BIGINT,
	at          BIGINT NOT NULL,
	actor_id    TEXT NOT NULL,
	actor_role  TEXT NOT NULL,
	org_id      TEXT NOT NULL,
	act         TEXT NOT NULL,
	outcome     TEXT NOT NULL CHECK (outcome IN ('done', 'refused')),
	commitment  BYTEA NOT NULL,
	salt        BYTEA,
	content     TEXT,
	erased_at   BIGINT,
	erased_why  TEXT,
	PRIMARY KEY (force_id, id)
);

CREATE INDEX ledger_entry_act ON ledger_entry (force_id, act, place);
CREATE INDEX ledger_entry_actor ON ledger_entry (force_id, actor_id, place);
CREATE UNIQUE INDEX ledger_entry_place ON ledger_entry (force_id, place);
CREATE INDEX ledger_entry_waiting ON ledger_entry (force_id, at, id) WHERE place IS NULL;
CREATE TABLE ledger_subject (
	force_id    TEXT NOT NULL,
	subject     TEXT NOT NULL,
	entry_id    TEXT NOT NULL,
	PRIMARY KEY (force_id, subject, entry_id)
);

CREATE TABLE ledger_tile (
	force_id    TEXT NOT NULL,
	level       BIGINT NOT NULL,
	n           BIGINT NOT NULL,
	hashes      BYTEA NOT NULL,
	PRIMARY KEY (force_id, level, n)
);

CREATE TABLE letter (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	at            BIGINT NOT NULL,
	kind          TEXT NOT NULL,
	person_id     TEXT NOT NULL,
	org_id        TEXT NOT NULL,
	to_whom       TEXT NOT NULL CHECK (to_whom IN ('person', 'employer')),
	entry_id      TEXT NOT NULL,
	subject       TEXT NOT NULL,
	body          TEXT NOT NULL,
	PRIMARY KEY (force_id, id)
);

CREATE INDEX letter_org ON letter (force_id, org_id, at);
CREATE INDEX letter_person ON letter (force_id, person_id, at);
CREATE TABLE manual (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	course_id     TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE TABLE matter (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	org_id        TEXT NOT NULL,
	kind          TEXT NOT NULL CHECK (kind IN ('issue', 'question')),
	standing      TEXT NOT NULL CHECK (standing IN ('open', 'proposed', 'closed', 'withdrawn')),
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX matter_open ON matter (force_id, standing) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX matter_org ON matter (force_id, org_id, id);
CREATE TABLE meeting (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	org_id        TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('planned', 'held', 'called-off')),
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX meeting_org ON meeting (force_id, org_id, id);
CREATE TABLE message (
	force_id    TEXT NOT NULL,
	id          TEXT NOT NULL,
	kind        TEXT NOT NULL,
	account_id  TEXT NOT NULL,
	sender      TEXT NOT NULL,
	address     TEXT NOT NULL,
	subject     TEXT NOT NULL,
	body        TEXT NOT NULL,
	link        TEXT NOT NULL,
	once_key    TEXT NOT NULL,
	state       TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'delivered', 'failed', 'kept')),
	attempts    BIGINT NOT NULL,
	made_at     BIGINT NOT NULL,
	next_at     BIGINT NOT NULL,
	lease_until BIGINT NOT NULL,
	done_at     BIGINT NOT NULL,
	way         TEXT NOT NULL,
	way_ref     TEXT NOT NULL,
	why         TEXT NOT NULL,
	PRIMARY KEY (force_id, id)
);

CREATE INDEX message_made ON message (force_id, made_at, id);
CREATE UNIQUE INDEX message_once ON message (force_id, once_key) WHERE once_key <> '';
CREATE INDEX message_queued ON message (force_id, next_at) WHERE state = 'queued';
CREATE INDEX message_sent ON message (force_id, next_at) WHERE state = 'sent';
CREATE TABLE organisation (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	number        TEXT NOT NULL,
	name          TEXT NOT NULL,
	sort_name     TEXT NOT NULL,
	kind          TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('applying', 'in-force', 'suspended', 'withdrawn', 'declined', 'left')),
	to_day        TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX organisation_sort ON organisation (force_id, sort_name, id) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE organisation_name (
	force_id        TEXT NOT NULL,
	fold            TEXT NOT NULL,
	organisation_id TEXT NOT NULL,
	PRIMARY KEY (force_id, fold)
);

CREATE TABLE organisation_number (
	force_id        TEXT NOT NULL,
	number          TEXT NOT NULL,
	organisation_id TEXT NOT NULL,
	PRIMARY KEY (force_id, number)
);

CREATE TABLE person (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	org_id        TEXT NOT NULL,
	sort_name     TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX person_employer ON person (force_id, org_id, superseded_at);
CREATE INDEX person_org ON person (force_id, org_id, sort_name) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE person_key (
	force_id  TEXT NOT NULL,
	key       TEXT NOT NULL,
	person_id TEXT NOT NULL,
	PRIMARY KEY (force_id, key, person_id)
);

CREATE INDEX person_key_person ON person_key (force_id, person_id);
CREATE TABLE person_likeness (
	force_id  TEXT NOT NULL,
	first_id  TEXT NOT NULL,
	second_id TEXT NOT NULL,
	why       TEXT NOT NULL,
	found_at  BIGINT NOT NULL,
	PRIMARY KEY (force_id, first_id, second_id)
);

CREATE INDEX person_likeness_found ON person_likeness (force_id, found_at, first_id, second_id);
CREATE INDEX person_likeness_second ON person_likeness (force_id, second_id);
CREATE TABLE person_pair (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	first_id      TEXT NOT NULL,
	second_id     TEXT NOT NULL,
	verdict       TEXT NOT NULL CHECK (verdict IN ('two-persons', 'two-employers', 'merged')),
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX person_pair_first ON person_pair (force_id, first_id);
CREATE INDEX person_pair_second ON person_pair (force_id, second_id);
CREATE TABLE photo_check (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	org_id        TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('waiting', 'accepted', 'sent-back')),
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX photo_check_standing ON photo_check (force_id, standing, from_at) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE policy (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	name          TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('kept', 'ended')),
	PRIMARY KEY (force_id, id, version)
);

CREATE TABLE policy_version (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	policy_id     TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('draft', 'adopted', 'dropped')),
	from_day      BIGINT NOT NULL,
	review_day    BIGINT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX policy_version_policy ON policy_version (force_id, policy_id, id);
CREATE TABLE power_review (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	number        TEXT NOT NULL,
	org_id        TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('asked', 'answered', 'decided', 'called-off')),
	due_day       BIGINT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX power_review_org ON power_review (force_id, org_id, id);
CREATE INDEX power_review_standing ON power_review (force_id, standing) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE prospect (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	reference     TEXT NOT NULL,
	sort_name     TEXT NOT NULL,
	stage         TEXT NOT NULL CHECK (stage IN ('enquired', 'met', 'invited', 'applied', 'joined', 'closed')),
	next_day      TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX prospect_stage ON prospect (force_id, stage, next_day) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE prospect_reference (
	force_id    TEXT NOT NULL,
	reference   TEXT NOT NULL,
	prospect_id TEXT NOT NULL,
	PRIMARY KEY (force_id, reference)
);

CREATE TABLE reform (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	number        TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('watched', 'kept', 'proposed', 'carried-out', 'dropped')),
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX reform_standing ON reform (force_id, standing) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE retention_hold (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	kind          TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('held', 'lifted')),
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX retention_hold_standing ON retention_hold (force_id, standing) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE risk (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	number        TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('open', 'closed')),
	score         BIGINT NOT NULL,
	review_day    BIGINT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX risk_standing ON risk (force_id, standing) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE rule_word (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE TABLE scheme_posting (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	posted_day    BIGINT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE TABLE signing_key (
	force_id    TEXT NOT NULL,
	id          TEXT NOT NULL,
	purpose     TEXT NOT NULL CHECK (purpose IN ('card', 'status', 'checkpoint')),
	from_at     BIGINT NOT NULL,
	until_at    BIGINT NOT NULL,
	public      BYTEA NOT NULL,
	private     BYTEA,
	PRIMARY KEY (force_id, id)
);

CREATE TABLE staff_roll (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE TABLE status_list (
	force_id    TEXT NOT NULL,
	n           BIGINT NOT NULL,
	used        BIGINT NOT NULL,
	base        TEXT NOT NULL,
	PRIMARY KEY (force_id, n)
);

CREATE TABLE supervision_plan (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE TABLE supervision_visit (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	org_id        TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('planned', 'done', 'called-off')),
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX supervision_visit_org ON supervision_visit (force_id, org_id, id);
CREATE TABLE talk (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('open', 'done')),
	held_day      BIGINT NOT NULL,
	next_day      BIGINT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX talk_standing ON talk (force_id, standing) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE target (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('open', 'closed')),
	by_day        BIGINT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX target_standing ON target (force_id, standing) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE trainer (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	provider_id   TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE TABLE training (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL, oldest_day TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX training_oldest ON training (force_id, oldest_day) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE training_place (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	session_id    TEXT NOT NULL,
	person_id     TEXT NOT NULL,
	org_id        TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('booked', 'waiting', 'given-up', 'attended', 'absent', 'passed', 'failed')),
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX training_place_org ON training_place (force_id, org_id, id);
CREATE INDEX training_place_person ON training_place (force_id, person_id, id);
CREATE INDEX training_place_session ON training_place (force_id, session_id, id);
CREATE TABLE training_provider (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('approved', 'closed')),
	PRIMARY KEY (force_id, id, version)
);

CREATE TABLE unit (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	name          TEXT NOT NULL,
	parent_id     TEXT NOT NULL,
	owns          BIGINT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE TABLE vetting (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	outcome       TEXT NOT NULL CHECK (outcome IN ('waiting', 'passed', 'refused', 'withdrawn')),
	requested_day TEXT NOT NULL,
	renewal_day   TEXT NOT NULL,
	expires_day   TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX vetting_outcome ON vetting (force_id, outcome, requested_day) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE vetting_case (
	force_id        TEXT NOT NULL,
	id              TEXT NOT NULL,
	version         BIGINT NOT NULL,
	from_at         BIGINT NOT NULL,
	until_at        BIGINT NOT NULL,
	known_at        BIGINT NOT NULL,
	superseded_at   BIGINT NOT NULL,
	entry_id        TEXT NOT NULL,
	state           TEXT NOT NULL,
	person_id       TEXT NOT NULL,
	org_id          TEXT NOT NULL,
	standing        TEXT NOT NULL CHECK (standing IN ('invited', 'sent', 'asked', 'cleared', 'refused', 'withdrawn', 'appealed', 'upheld', 'stopped')),
	sent_day        TEXT NOT NULL,
	declaration_day TEXT NOT NULL,
	aftercare_day   TEXT NOT NULL,
	review_day      TEXT NOT NULL,
	ended_day       TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);

CREATE INDEX vetting_case_ended ON vetting_case (force_id, ended_day) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX vetting_case_person ON vetting_case (force_id, person_id, id) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX vetting_case_standing ON vetting_case (force_id, standing, sent_day) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE vetting_draft (
	force_id TEXT NOT NULL,
	case_id  TEXT NOT NULL,
	saved_at BIGINT NOT NULL,
	sealed   BYTEA NOT NULL,
	PRIMARY KEY (force_id, case_id)
);

CREATE TABLE vetting_key (
	force_id   TEXT NOT NULL,
	case_id    TEXT NOT NULL,
	wrapper_id TEXT NOT NULL,
	wrapped    BYTEA NOT NULL,
	PRIMARY KEY (force_id, case_id)
);

CREATE INDEX vetting_key_wrapper ON vetting_key (force_id, wrapper_id);
CREATE TABLE vetting_link (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	hash          TEXT NOT NULL,
	case_id       TEXT NOT NULL,
	made_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	ended_at      BIGINT NOT NULL,
	tries         BIGINT NOT NULL,
	blocked_until BIGINT NOT NULL,
	session_hash  TEXT NOT NULL,
	seen_at       BIGINT NOT NULL,
	PRIMARY KEY (force_id, id)
);

CREATE INDEX vetting_link_case ON vetting_link (force_id, case_id);
CREATE UNIQUE INDEX vetting_link_hash ON vetting_link (force_id, hash);
CREATE INDEX vetting_link_session ON vetting_link (force_id, session_hash);
CREATE TABLE vetting_opening (
	force_id   TEXT NOT NULL,
	entry_id   TEXT NOT NULL,
	case_id    TEXT NOT NULL,
	account_id TEXT NOT NULL,
	name       TEXT NOT NULL,
	reason     TEXT NOT NULL,
	at         BIGINT NOT NULL,
	PRIMARY KEY (force_id, entry_id)
);

CREATE INDEX vetting_opening_case ON vetting_opening (force_id, case_id, at);
CREATE TABLE vetting_part (
	force_id   TEXT NOT NULL,
	id         TEXT NOT NULL,
	case_id    TEXT NOT NULL,
	kind       TEXT NOT NULL CHECK (kind IN ('form', 'question', 'answer', 'check', 'decision', 'told', 'review', 'appeal')),
	made_at    BIGINT NOT NULL,
	entry_id   TEXT NOT NULL,
	commitment TEXT NOT NULL,
	sealed     BYTEA NOT NULL,
	PRIMARY KEY (force_id, id)
);

CREATE INDEX vetting_part_case ON vetting_part (force_id, case_id, id);
CREATE TABLE wrapping_key (
	force_id TEXT NOT NULL,
	id       TEXT NOT NULL,
	purpose  TEXT NOT NULL,
	from_at  BIGINT NOT NULL,
	until_at BIGINT NOT NULL,
	sealed   BYTEA,
	PRIMARY KEY (force_id, id)
);

