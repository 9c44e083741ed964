SELECT alpha_2, alpha_3, name, continent
FROM fact.country
