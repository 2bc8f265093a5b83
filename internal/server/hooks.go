package server

// hooks ties what must happen together, in one transaction, across rooms that may not
// know each other: a lower room tells, a higher one acts. This is the whole list.
func (r *Rooms) hooks() {
	r.Orgs.OnChange = append(r.Orgs.OnChange, r.Accreds.OrgChanged)
	r.Persons.OnChange = append(r.Persons.OnChange, r.Accreds.PersonChanged)
	r.Vettings.OnChange = append(r.Vettings.OnChange, r.Accreds.FactsChanged)
	r.Trainings.OnChange = append(r.Trainings.OnChange, r.Accreds.FactsChanged)
}
