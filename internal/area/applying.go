package area

import (
	"strings"

	"watchword/internal/law"
)

// criteria are those that a new force begins with: what forces' guides ask as evidence
// that an employer is fit and proper to supervise (Police Reform Act 2002, s40(8)-(9),
// s41(4)(a)).
var criteria = []string{"Real community safety work, as part of paid posts", "Satisfactory procedure for complaints (section 40(9))", "Enough trained supervisors",
	"Uses of powers are recorded, and the records are checked", "Policies on equality, health and safety, discipline and grievance, which staff know", "Staff are appraised and trained",
	"Employers’ and public liability insurance", "Data protection, with a plan for breaches", "Uniform cannot be taken for that of the police"}

var companyCriteria = []string{"Approved by Police Crime Prevention Initiatives", "A stake in the police area: a contract, or premises", "Licences that the work needs are held"}

// roleCatalogue is the roles that are usual in schemes, with the powers most asked for.
var roleCatalogue = []string{"Community warden: 3, 1(2)(c), 1(2)(ba)", "Park ranger: 3, 1(2)(c)", "Housing officer: 3", "Hospital security officer: 3, 5", "Shopping-centre security officer: 3, 5",
	"Town-centre security officer: 3, 5, 1(2)(c)", "Parking officer: 3A", "Traffic marshal: 3A, 8B", "Event steward:"}

// UsualRole is a line of the catalogue of roles: the title, and the usual powers. It says
// what is wrong with a line that is none.
func UsualRole(line string) (title string, powers []law.PowerID, wrong string) {
	title, codes, found := strings.Cut(line, ":")
	if title = strings.TrimSpace(title); !found || title == "" {
		return "", nil, "Write the title of the role, a colon, and the paragraphs of its powers, for example Park ranger: 3, 1(2)(c)"
	}
	for code := range strings.SplitSeq(codes, ",") {
		if code = strings.TrimSpace(code); code == "" {
			continue
		}
		p, err := law.ParseCode(code)
		if err != nil {
			return "", nil, "“" + code + "” is no paragraph of Schedule 5. Write for example 1(2)(c), 3 or 8B"
		}
		powers = append(powers, p)
	}
	return title, powers, ""
}

func notUsualRole(line string) string {
	_, _, wrong := UsualRole(line)
	return wrong
}
