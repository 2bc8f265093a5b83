package moj

import (
	"testing"
	"time"

	"watchword/internal/web/webtest"
)

func page(t *testing.T, r renderer) *webtest.Page {
	t.Helper()
	return webtest.Parse(t, `<!DOCTYPE html><html lang="en"><head><title>Part</title></head><body><main>`+string(render(r))+`</main></body></html>`)
}

func TestNavigationMarksThePresentPage(t *testing.T) {
	t.Parallel()
	items := []NavItem{{Text: "Overview", Href: "/o", Active: true}, {Text: "People (24)", Href: "/p"}}
	page(t, SubNavigation{Label: "Organisation", Items: items}).Has("nav[aria-label=Organisation] a[aria-current=page]", "Overview").Has("li a[href=/p]", "People (24)")
	page(t, PrimaryNavigation{Items: items}).Has("nav[aria-label=Main] a[aria-current=page]", "Overview")
}

func TestTimelineTellsWhatWhenAndBywhom(t *testing.T) {
	t.Parallel()
	p := page(t, Timeline{Items: []Event{
		{Title: "Accredited with 10 powers", At: time.Date(2026, 2, 3, 9, 12, 0, 0, time.UTC), Byline: "C/Insp Thorne", Text: "For the chief constable", Number: "31,806", Href: "/ledger/31806"},
		{Title: "Begging basis ended in law", When: "29 Jun 2026", Hollow: true}}})
	p.Has("h3", "Accredited").Has("time[datetime=2026-02-03T09:12:00Z]", "3 February 2026, 09:12").Has("a[href=/ledger/31806]", "Ledger entry no. 31,806").Has(".moj-timeline__description", "C/Insp Thorne. For the chief constable")
	page(t, Timeline{Empty: "Nothing happened."}).Has("p", "Nothing happened.")
}

func TestFilterIsAFormThatFolds(t *testing.T) {
	t.Parallel()
	page(t, Filter{Action: "/people", Set: 2, Options: `<input name="q">`}).Has("form[method=get][action=/people] summary", "Filter (2)").Has("button", "Show")
	page(t, Chips{Items: []Tag{{Text: "Aldermere", Href: "/people"}}, Clear: "/people"}).Has("a[href=/people]", "Remove this filter Aldermere").Has("a", "Clear filters")
	page(t, Chips{}).Lacks("ul")
}

func TestUploadAndMessagesWorkWithoutScript(t *testing.T) {
	t.Parallel()
	page(t, MultiFileUpload{Files: []Uploaded{{Name: "policy.pdf", Key: "7", Status: "PDF"}}}).Has("button[name=delete][value=7]", "Remove policy.pdf").Has("button[name=add]", "Add another")
	p := page(t, Messages{Items: []Message{{Sent: true, Text: "Who covers Friday?", Sender: "Ruth", Day: "16 November 2026", Time: "09:10"}, {Text: "Gareth.", Sender: "Helen", Day: "16 November 2026", Time: "09:31"}}})
	if p.Count(".moj-message-list__date") != 1 {
		t.Error("a day stands once above its messages")
	}
	page(t, IdentityBar{Title: "Tamsin Okafor"}).Has(".moj-identity-bar__title", "Tamsin Okafor")
	page(t, Badge{Text: "7"}).Has("span.moj-badge", "7")
}
