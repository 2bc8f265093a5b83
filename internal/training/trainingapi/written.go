package trainingapi

import (
	"context"
	"net/http"
	"time"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/register/registerapi"
	"watchword/internal/register"
	"watchword/internal/training/course"
)

// ManualSent is a version of a manual as it is sent: the body is the file itself.
type ManualSent struct {
	Title   string `query:"title" required:"true" maxLength:"120"`
	Course  string `query:"course" maxLength:"64" doc:"Absent: of every course"`
	Note    string `query:"note" maxLength:"2000" doc:"What is new in it"`
	Name    string `query:"file_name" maxLength:"200"`
	RawBody []byte `contentType:"application/octet-stream"`
}

// TrainingFeedback is what a learner says of a session.
type TrainingFeedback struct {
	Rating int    `json:"rating" minimum:"1" maximum:"5" doc:"1 is poor and 5 very good"`
	Text   string `json:"text,omitempty" maxLength:"2000" doc:"Read without the name"`
}

// EmergencyRule is the 999 rule as the caller stands to it.
type EmergencyRule struct {
	Rule         string     `json:"rule"`
	Acknowledged *time.Time `json:"acknowledged,omitempty" doc:"Absent: not yet, in these words"`
}

// EmergencyWord is the word of who has read the rule.
type EmergencyWord struct {
	Read bool `json:"read" doc:"I have read the rule and will follow it"`
}

// written adds the manuals, what learners say, and the 999 rule.
func (h *handlers) written(a *api.API) {
	const about = "The body is the file itself: PDF, JPEG or PNG, of up to 10 MB."
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/manuals", ID: "manual-publish", Summary: "Publish a new manual", Needs: authz.KeepTraining, Status: http.StatusCreated, MaxBody: blob.DocumentBytes + 1, About: about},
		func(ctx context.Context, in *ManualSent) (*api.Body[TrainingManual], error) {
			return h.publish(ctx, "", in)
		})
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/manuals/{id}/publish", ID: "manual-publish-next", Summary: "Publish the next version of a manual", Needs: authz.KeepTraining, MaxBody: blob.DocumentBytes + 1, About: about},
		func(ctx context.Context, in *struct {
			ID string `path:"id" maxLength:"64"`
			ManualSent
		}) (*api.Body[TrainingManual], error) {
			return h.publish(ctx, id.Manual(in.ID), &in.ManualSent)
		})
	registerapi.Act(a, &h.places, "feedback", "Say how good one’s own session was", authz.OwnTraining, func(ctx context.Context, who authz.Actor, of id.Place, b TrainingFeedback) error {
		return h.s.Review(ctx, who, of, course.Feedback{Rating: b.Rating, Text: b.Text})
	})
	api.Get(a, "/emergency-rule", "emergency-rule", "The 999 rule, and when the caller acknowledged it", authz.OwnTraining, func(ctx context.Context, _ *struct{}) (*api.Body[EmergencyRule], error) { return h.rule(ctx) })
	api.Post(a, "/emergency-rule", "emergency-rule-acknowledge", "Acknowledge the 999 rule, on one’s own account", authz.OwnTraining, func(ctx context.Context, in *struct{ Body EmergencyWord }) (*api.Body[EmergencyRule], error) {
		if err := h.s.Acknowledge(ctx, account.Actor(ctx), in.Body.Read); err != nil {
			return nil, err
		}
		return h.rule(ctx)
	})
}

func (h *handlers) publish(ctx context.Context, of id.Manual, in *ManualSent) (*api.Body[TrainingManual], error) {
	file, err := blob.Document("file", in.RawBody)
	if err != nil {
		return nil, err
	}
	of, err = h.s.Publish(ctx, account.Actor(ctx), of, in.Title, id.Course(in.Course), in.Note, file, in.Name)
	if err != nil {
		return nil, err
	}
	return h.manuals.Now(ctx, of)
}

func (h *handlers) rule(ctx context.Context) (*api.Body[EmergencyRule], error) {
	who := account.Actor(ctx)
	out := EmergencyRule{Rule: course.Rule999}
	err := h.db.Read(ctx, func(tx *db.Tx) error {
		word, ok, err := h.s.Acknowledged(tx, who.Force, who.Person, register.Now(h.clock.Now()))
		if ok {
			out.Acknowledged = &word.At
		}
		return err
	})
	return api.Of(out), err
}
