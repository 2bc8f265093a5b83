// Package id makes the identities of things and names their kinds. An identity
// is made by the program, never by the database; it tells its kind by its first
// letters (per_01j8…), and later ones sort after earlier ones.
//
// The numbers that people use, such as the AP number on a card, are not
// identities: they belong to the rooms that give them out.
package id

import (
	"crypto/rand"
	"strings"

	"github.com/google/uuid"
)

// Each register has a type of its own, so that a signature cannot be misread.
type (
	Force         string // a police force: the tenant
	Account       string // who signs in
	Session       string
	Token         string
	Area          string // force, local policing area, district, ward or drawn area
	Org           string // an employer: an accredited organisation or one that asks to be
	Role          string // a kind of post within an organisation
	Team          string // a named group of its people
	Unit          string // a part of the force that accounts belong to
	Person        string // a person in the registers, accredited or not
	Vetting       string // one vetting of a person: an envelope
	Sealed        string // one thing in an envelope
	WrappingKey   string // under which the keys of envelopes are wrapped
	Training      string
	Accreditation string
	Card          string
	Letter        string
	Entry         string // a ledger entry
	Message       string // an e-mail to be sent
	Feed          string // a calendar that somebody reads by a secret address
	Upload        string
	Agreement     string // a version of an agreement between the force and an employer
	Meeting       string // of an employer with its neighbourhood team
	Matter        string // an issue between the parties, or a query to the scheme office
	Evaluation    string // of a year's work together
	Visit         string // of somebody who supervises, or a sample of documents
	Prospect      string // an employer that asked about the scheme, and what the office does next
	Provider      string // who delivers training courses
	Trainer       string // who teaches them
	Course        string
	CourseSession string // a course on its days
	Place         string // a person’s place in it
	Manual        string // a training manual
	Application   string // an employer's application to be accredited
	Batch         string // cards printed together
	Stock         string // a delivery of blank cards or of badges
	Badge         string // a badge by its serial number
	Chaser        string // a reminder to an employer to send back what was asked for
	Complaint     string // a complaint or praise about an accredited person
	Risk          string // of the scheme
	Authority     string // a local authority of the force area, as the scheme counts it
	Target        string // what the scheme is to reach by a day
	Talk          string // with a community policing team about the scheme’s growth
	Pair          string // of two entries that may be one person; it is made of theirs
	PowerReview   string // whether an organisation's powers are still needed
	Policy        string // of the scheme
	PolicyVersion string // what it says from a day on
	Reform        string // a change of the law, or of what the scheme rests on
	Paper         string // a quote, invoice, receipt or credit note
	Posting       string // a line of the scheme account
	BankLine      string // a line of a bank's file
	Charge        string // a fee that an event called for; it is made of the event and what it is for
	SavedFilter   string // a filter of a list that somebody keeps
)

// kinds gives each type the letters its identities begin with.
type kind interface {
	~string
	Prefix() string
}

func (Force) Prefix() string         { return "for" }
func (Account) Prefix() string       { return "acc" }
func (Session) Prefix() string       { return "ses" }
func (Token) Prefix() string         { return "tok" }
func (Area) Prefix() string          { return "are" }
func (Org) Prefix() string           { return "org" }
func (Role) Prefix() string          { return "rol" }
func (Team) Prefix() string          { return "tea" }
func (Unit) Prefix() string          { return "unt" }
func (Person) Prefix() string        { return "per" }
func (Vetting) Prefix() string       { return "vet" }
func (Sealed) Prefix() string        { return "sea" }
func (WrappingKey) Prefix() string   { return "wrk" }
func (Training) Prefix() string      { return "trn" }
func (Accreditation) Prefix() string { return "acr" }
func (Card) Prefix() string          { return "crd" }
func (Letter) Prefix() string        { return "let" }
func (Entry) Prefix() string         { return "ent" }
func (Message) Prefix() string       { return "msg" }
func (Feed) Prefix() string          { return "fed" }
func (Upload) Prefix() string        { return "upl" }
func (Agreement) Prefix() string     { return "agr" }
func (Meeting) Prefix() string       { return "mtg" }
func (Matter) Prefix() string        { return "mat" }
func (Evaluation) Prefix() string    { return "evl" }
func (Visit) Prefix() string         { return "vst" }
func (Prospect) Prefix() string      { return "prs" }
func (Provider) Prefix() string      { return "pro" }
func (Trainer) Prefix() string       { return "tra" }
func (Course) Prefix() string        { return "crs" }
func (CourseSession) Prefix() string { return "cse" }
func (Place) Prefix() string         { return "plc" }
func (Manual) Prefix() string        { return "man" }
func (Application) Prefix() string   { return "apl" }
func (Batch) Prefix() string         { return "bat" }
func (Stock) Prefix() string         { return "stk" }
func (Badge) Prefix() string         { return "bdg" }
func (Chaser) Prefix() string        { return "chs" }
func (Complaint) Prefix() string     { return "cpl" }
func (Risk) Prefix() string          { return "rsk" }
func (Authority) Prefix() string     { return "aut" }
func (Target) Prefix() string        { return "tgt" }
func (Talk) Prefix() string          { return "tlk" }
func (PowerReview) Prefix() string   { return "prv" }
func (Policy) Prefix() string        { return "pol" }
func (PolicyVersion) Prefix() string { return "pve" }
func (Reform) Prefix() string        { return "ref" }
func (Paper) Prefix() string         { return "pap" }
func (Posting) Prefix() string       { return "pst" }
func (BankLine) Prefix() string      { return "bkl" }
func (SavedFilter) Prefix() string   { return "flt" }

// New is an identity never given before, for example id.New[id.Person]().
func New[K kind]() K {
	var k K
	u, err := uuid.NewV7()
	if err != nil {
		panic("no randomness to make identities from: " + err.Error())
	}
	return K(k.Prefix() + "_" + encode(u))
}

// Valid reports whether s has the form of an identity of its kind. Whether there
// is such a thing is for its register to say.
func Valid[K kind](s K) bool {
	body, ok := strings.CutPrefix(string(s), s.Prefix()+"_")
	if !ok || len(body) == 0 || len(body) > 40 {
		return false
	}
	for _, c := range []byte(body) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && c != '-' {
			return false
		}
	}
	return true
}

// alphabet is Crockford's base 32 in lower case: no i, l, o or u, and in the order
// of ASCII, so that identities sort as their bytes do.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

// encode writes the 128 bits as 26 letters.
func encode(u uuid.UUID) string {
	var out [26]byte
	var acc uint
	bits := uint(2) // 130 bits: two leading zeros
	n := 0
	for _, b := range u {
		acc = acc<<8 | uint(b)
		bits += 8
		for bits >= 5 {
			bits -= 5
			out[n] = alphabet[acc>>bits&31]
			n++
		}
	}
	return string(out[:])
}

// letters is the alphabet of references: none that is read for another.
const letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ"

// Reference is a text for people to speak of something by, such as 7K2M-9QXD: eight letters,
// so that nobody finds another's by trying.
func Reference() string {
	var b [8]byte
	rand.Read(b[:])
	for i := range b {
		b[i] = letters[int(b[i])%len(letters)]
	}
	return string(b[:4]) + "-" + string(b[4:])
}
