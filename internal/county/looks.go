package county

import (
	"slices"
	"strings"

	"watchword/internal/county/countyface"
)

// tones are the range of skin that people of each origin are drawn with, in the
// order of origins.
var tones = [...][2]int{{0, 2}, {3, 5}, {4, 6}, {7, 9}, {6, 9}, {0, 2}, {1, 3}}

// feminine are the given names that are drawn so; the others are drawn otherwise.
var feminine = set(`Abigail Alice Amy Angela Anna Barbara Becky Beth Bridget Carol Catherine Charlotte Chloe Claire Daisy Dawn Debbie Denise Eleanor Ellie Emma
	Fay Felicity Fiona Frances Freya Gemma Gillian Grace Hannah Hayley Hazel Heather Holly Imogen Iris Jade Janet Jasmine Jenny Jessica Joanne Jodie Josie Julie
	Karen Kerry Kirsty Laura Leanne Linda Louise Lucy Lyndsey Maddie Martha Maureen Megan Melanie Molly Naomi Natalie Olivia Pauline Phoebe Rachel Rebecca Rosie
	Sally Shannon Sharon Sophie Stacey Tracy Verity Wendy Zoe Tamsin
	Aisha Amina Farah Hina Maryam Nadia Nasreen Rukhsana Saima Sana Yasmin Zainab Anita Deepa Kavita Kiran Meera Parveen Priti Rupinder Sunita Jaspreet
	Abena Akosua Ama Blessing Comfort Ebele Efua Folake Funmi Ifeoma Kemi Ngozi Patience Sade Temi
	Aaliyah Anthea Camille Gloria Marva Merle Nadine Shanice Yvette
	Agnieszka Dorota Ewa Gabriela Ioana Irena Justyna Kasia Magda Oksana Petra Renata Zofia Linh Mei Rowena Siu Xin Maricel`)

// scarfWorn and turbanWorn are given names of which some are drawn so.
var (
	scarfWorn  = set("Aisha Amina Maryam Nasreen Rukhsana Saima Zainab Farah")
	turbanWorn = set("Balvinder Gurpreet Harjit Manjit Navdeep Amrit")
)

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// look is a portrait that agrees with a name, in the employer's uniform.
func look(seed uint64, given, surname, uniform string) countyface.Face {
	s := hash(seed, "portrait "+given+" "+surname)
	family := slices.IndexFunc(origins, func(o origin) bool { return slices.Contains(o.surnames, surname) })
	if family < 0 {
		family = 0
	}
	tone := tones[family]
	if family == 0 && s%19 == 0 { // British names are borne by people of every colour
		tone = [2]int{4, 8}
	}
	f := countyface.Of(s, countyface.Traits{
		Feminine: feminine[given], Light: tone[0], Dark: tone[1], Uniform: uniform,
		Covered: scarfWorn[given] && s%3 > 0 || turbanWorn[given] && family == 2 && s%3 > 0,
	})
	switch given + " " + surname {
	case "Tamsin Okafor": // as in the pictures
		f.Tone, f.HairTone, f.Style, f.Glasses, f.Older, f.Collar = 6, 0, countyface.TopBun, 0, false, 0
	case "Joel Hartnoll":
		f.Tone, f.HairTone, f.Style, f.Beard, f.Glasses, f.Older, f.Collar = 1, 2, countyface.Crop, countyface.Shaven, 0, false, 0
	}
	return f
}
